// Locks: a connection that several tasks share.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <cstddef>
#include <iostream>
#include <mutex>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

using stream = asio::local::stream_protocol::socket;

namespace {

asio::awaitable<void> write_line(stream& s, std::string line)
{
    line += '\n';
    co_await asio::async_write(s, asio::buffer(line), asio::use_awaitable);
}

asio::awaitable<std::string> read_line(stream& s, std::string& buffer)
{
    std::size_t const n = co_await asio::async_read_until(
        s, asio::dynamic_buffer(buffer), '\n', asio::use_awaitable);
    std::string line = buffer.substr(0, n - 1);
    buffer.erase(0, n);
    co_return line;
}

// tag::quick_look[]
class client
{
public:
    explicit client(stream s)
        : stream_(std::move(s))
    {
    }

    // For many tasks: each gets the answer to its own question.
    asio::awaitable<std::string> ask(std::string question)
    {
        auto const guard = co_await asyncio::scoped(lock_);
        co_await write_line(stream_, question);
        co_return co_await read_line(stream_, buffer_);
    }
    // end::quick_look[]

    // tag::try_acquire[]
    // Asks only if nobody else is asking.
    asio::awaitable<std::string> ask_if_idle(std::string question)
    {
        if (!lock_.try_acquire())
            co_return "busy";
        asyncio::scoped_guard const guard(lock_, std::adopt_lock);
        co_await write_line(stream_, question);
        co_return co_await read_line(stream_, buffer_);
    }
    // end::try_acquire[]

    // tag::limit[]
    // Gives up when it is not its turn within a second.
    asio::awaitable<std::string> ask_soon(std::string question)
    {
        auto const guard =
            co_await asyncio::wait_for(asyncio::scoped(lock_), 1s);
        co_await write_line(stream_, question);
        co_return co_await read_line(stream_, buffer_);
    }
    // end::limit[]
    // tag::quick_look[]

private:
    stream stream_;
    std::string buffer_;
    asyncio::lock lock_;
};
// end::quick_look[]

// The other side: its answer takes the longer the shorter the question is.
asio::awaitable<void> serve(stream s)
{
    std::string buffer;
    for (;;)
    {
        auto const question = co_await read_line(s, buffer);
        co_await asyncio::sleep(10ms / question.size());
        co_await write_line(s, "answer to " + question);
    }
}

asio::awaitable<void> lock_main()
{
    auto const executor = co_await asio::this_coro::executor;
    stream near(executor);
    stream far(executor);
    asio::local::connect_pair(near, far);
    auto const server = asyncio::create_task(serve(std::move(far)));

    client c(std::move(near));
    auto const [one, two, three] = co_await asyncio::gather(
        c.ask("one"), c.ask_if_idle("two"), c.ask_soon("three"));
    std::cout << one << '\n' << two << '\n' << three << '\n';
    server.cancel();
}

} // namespace

int main()
{
    asyncio::run(lock_main());
}
