// Context variables: a number for each request, in every line of the log.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

namespace {

// tag::quick_look[]
asyncio::context_var<int> const request_id("request_id", 0);

void log(std::string const& text)
{
    std::cout << "[request " << request_id.get() << "] " << text << '\n';
}

asio::awaitable<void> look_up(std::string name) // knows of no request
{
    co_await asyncio::sleep(1ms);
    log("looked up " + name);
}

asio::awaitable<void> handle(int id, std::string name)
{
    request_id.set(id); // for this task, and what it starts
    co_await look_up(name);
    log("done");
}
// end::quick_look[]

asio::awaitable<void> serve()
{
    co_await asyncio::gather(handle(1, "alice"), handle(2, "bob"));
    log("both are done"); // sees nothing of theirs
}

// tag::inherit[]
asio::awaitable<void> audit()
{
    request_id.set(3);
    auto const child = asyncio::create_task(look_up("carol")); // a copy: 3
    request_id.set(4); // too late for it
    co_await child.get();
    co_await asyncio::to_thread([] { log("in a thread"); });
    co_await look_up("dave"); // awaited, not a task: shares this task's
}
// end::inherit[]

// tag::scoped[]
asio::awaitable<void> retry()
{
    {
        auto const again = asyncio::scoped(request_id, 7);
        co_await look_up("erin");
    }
    log("after the block");
}
// end::scoped[]

// tag::run[]
void in_a_context()
{
    auto const context = asyncio::copy_context();
    context.run(
        []
        {
            request_id.set(9);
            log("inside");
        });
    log("outside");
    std::cout << "kept: " << context.get(request_id) << '\n';
}
// end::run[]

} // namespace

int main()
{
    asyncio::run(serve());
    asyncio::run(audit());
    asyncio::run(retry());
    in_a_context();
}
