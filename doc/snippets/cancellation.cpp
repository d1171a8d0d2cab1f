// Cancelling tasks and operations, and what a task does about it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/errc.hpp>
#include <boost/system/error_category.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using asio::ip::tcp;
using namespace std::chrono_literals;

// tag::quick_look[]
// Prints what a peer sends, line by line.
asio::awaitable<void> listen(tcp::socket& peer)
{
    std::string text;
    for (;;)
    {
        auto const size = co_await asio::async_read_until(
            peer, asio::dynamic_buffer(text), '\n', asio::use_awaitable);
        std::cout << "heard " << text.substr(0, size);
        text.erase(0, size);
    }
}

asio::awaitable<void>
listen_for(tcp::socket& peer, std::chrono::milliseconds time)
{
    auto const listener = asyncio::create_task(listen(peer));
    co_await asyncio::sleep(time);
    listener.cancel();                  // asks
    co_await asyncio::wait({listener}); // waits until it has stopped
    std::cout << (listener.cancelled() ? "cancelled" : "still there") << '\n';
}
// end::quick_look[]

// tag::handler[]
// Tries until it works, or until it is cancelled.
asio::awaitable<void> connect(tcp::socket& socket, tcp::endpoint server)
{
    for (auto pause = 10ms;; pause *= 2)
    {
        try
        {
            co_await socket.async_connect(server, asio::use_awaitable);
            co_return;
        }
        catch (std::exception const& e)
        {
            if (asyncio::is_cancelled(e))
                throw;
            socket.close();
        }
        co_await asyncio::sleep(pause);
    }
}
// end::handler[]

// tag::cleanup[]
// Says good-bye however the session ends.
class session
{
public:
    explicit session(tcp::socket socket) : socket_(std::move(socket))
    {
    }

    asio::awaitable<void> aenter()
    {
        co_await send("HELLO\n");
    }

    asio::awaitable<void> aexit(std::exception_ptr)
    {
        co_await asyncio::wait_for(send("BYE\n"), 1s);
    }

private:
    asio::awaitable<void> send(std::string text)
    {
        co_await asio::async_write(
            socket_, asio::buffer(text), asio::use_awaitable);
    }

    tcp::socket socket_;
};

asio::awaitable<void> talk(tcp::socket socket)
{
    co_await asyncio::with(
        session(std::move(socket)),
        []() -> asio::awaitable<void> { co_await asyncio::sleep(1h); });
}
// end::cleanup[]

// tag::cleanup_by_hand[]
asio::awaitable<void> talk_by_hand(tcp::socket& socket)
{
    std::exception_ptr error;
    try
    {
        co_await asyncio::sleep(1h);
    }
    catch (...)
    {
        error = std::current_exception(); // no co_await inside of a handler
    }
    co_await asio::async_write(
        socket, asio::buffer("BYE\n", 4), asio::use_awaitable);
    if (error)
        std::rethrow_exception(error);
}
// end::cleanup_by_hand[]

// tag::inward[]
asio::awaitable<int> load()
{
    co_await asyncio::sleep(1h);
    co_return 1;
}

asio::awaitable<int> use(asyncio::task<int> loading)
{
    co_return co_await loading.get() + 1;
}

asio::awaitable<void> inward()
{
    auto const loading = asyncio::create_task(load());
    auto const one = asyncio::create_task(use(loading));
    auto const two = asyncio::create_task(use(loading));
    co_await asyncio::sleep(10ms);

    one.cancel(); // goes to what it waits for: loading
    co_await asyncio::wait({loading, one, two});
    std::cout << loading.cancelled() << one.cancelled() << two.cancelled()
              << '\n';
}
// end::inward[]

// tag::swallow[]
asio::awaitable<std::string> stubborn()
{
    try
    {
        co_await asyncio::sleep(1h);
    }
    catch (asyncio::cancelled_error const&)
    {
    }
    co_await asyncio::sleep(10ms); // the request is spent: this waits
    co_return "here I am";
}

asio::awaitable<void> swallowed()
{
    auto const task = asyncio::create_task(stubborn());
    co_await asyncio::sleep(10ms);
    task.cancel();
    std::cout << co_await task.get() << ", asked " << task.cancelling()
              << " time\n";
}
// end::swallow[]

// tag::uncancel[]
// Works through its jobs. Cancelled with "skip", it drops the current one.
asio::awaitable<void> work(asyncio::queue<std::string>& jobs)
{
    while (auto job = co_await jobs.next())
    {
        try
        {
            co_await asyncio::sleep(*job == "endless" ? 1h : 1ms);
            std::cout << *job << " done\n";
        }
        catch (asyncio::cancelled_error const& e)
        {
            if (e.message() != "skip")
                throw;
            asyncio::current_task().uncancel(); // this request was for us
            std::cout << *job << " skipped\n";
        }
    }
}
// end::uncancel[]

// tag::compute[]
asio::awaitable<int> compute()
{
    int steps = 0;
    for (;; ++steps)
    {
        // ... a slice of the computation ...
        if (steps % 1000 == 0)
            co_await asyncio::sleep(0s); // others run, a request arrives
    }
}
// end::compute[]

// tag::abort[]
asio::awaitable<void> read_until_closed(tcp::socket& socket)
try
{
    std::string text;
    co_await asio::async_read_until(
        socket, asio::dynamic_buffer(text), '\n', asio::use_awaitable);
}
catch (boost::system::system_error const& e)
{
    if (asyncio::is_cancelled(e))
        throw;
    std::cout
        << (e.code() == asio::error::operation_aborted
                ? "the socket was closed under it\n"
                : "another error\n");
}
// end::abort[]

// tag::category[]
class radio_category final : public boost::system::error_category
{
public:
    enum code
    {
        switched_off = 1, // by a cancellation signal
        no_reception
    };

    char const* name() const noexcept override
    {
        return "radio";
    }

    std::string message(int c) const override
    {
        return c == switched_off ? "switched off" : "no reception";
    }

    boost::system::error_condition
    default_error_condition(int c) const noexcept override
    {
        namespace errc = boost::system::errc;
        return make_error_condition(
            c == switched_off ? errc::operation_canceled : errc::io_error);
    }
};
// end::category[]

asio::awaitable<void> listen_to_the_radio()
{
    static radio_category const category;
    bool off = false;
    try
    {
        co_await asyncio::sleep(1h);
    }
    catch (asyncio::cancelled_error const&)
    {
        off = true;
    }
    if (off)
        throw boost::system::system_error(
            radio_category::switched_off, category);
}

// tag::slot[]
void with_a_signal()
{
    asio::io_context context;
    asio::cancellation_signal signal;
    asyncio::queue<int> numbers;

    numbers.get()(
        asio::bind_executor(
            context,
            asio::bind_cancellation_slot(
                signal.slot(),
                [](std::exception_ptr error, int)
                {
                    std::cout
                        << (asyncio::is_cancelled(error) ? "cancelled\n"
                                                         : "got one\n");
                })));
    asio::post(
        context, [&] { signal.emit(asio::cancellation_type::terminal); });
    context.run();
}
// end::slot[]

// tag::thread[]
void from_another_thread()
{
    asio::io_context context;
    auto const task = asyncio::create_task(context, load());
    std::thread other([=] { task.cancel("no longer needed"); });
    context.run();
    other.join();
    try
    {
        task.result();
    }
    catch (asyncio::cancelled_error const& e)
    {
        std::cout << e.message() << '\n';
    }
}
// end::thread[]

// tag::stop_token[]
// Blocks its thread, and looks now and then whether it shall stop.
int search(std::stop_token stop)
{
    int looked_at = 0;
    while (!stop.stop_requested())
    {
        std::this_thread::sleep_for(1ms);
        ++looked_at;
    }
    return looked_at;
}

asio::awaitable<void> search_for_a_while()
{
    try
    {
        co_await asyncio::wait_for(asyncio::to_thread(search), 20ms);
    }
    catch (asyncio::timeout_error const&)
    {
        std::cout << "nothing found\n"; // and search() has returned
    }
}
// end::stop_token[]

// ---- what plays the other side ---------------------------------------------

asio::awaitable<std::pair<tcp::socket, tcp::socket>> connected()
{
    auto const executor = co_await asio::this_coro::executor;
    tcp::acceptor acceptor(
        executor, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    tcp::socket client(executor);
    co_await connect(client, acceptor.local_endpoint());
    co_return std::pair(std::move(client), acceptor.accept(executor));
}

// Prints what comes until the other side closes.
asio::awaitable<void> print(tcp::socket& socket)
{
    std::string text;
    try
    {
        co_await asio::async_read(
            socket, asio::dynamic_buffer(text), asio::use_awaitable);
    }
    catch (boost::system::system_error const& e)
    {
        if (e.code() != asio::error::eof)
            throw;
    }
    std::cout << text;
}

asio::awaitable<void> cancel(asyncio::any_task task)
{
    co_await asyncio::sleep(50ms);
    task.cancel();
    co_await asyncio::wait({task});
}

asio::awaitable<void> all()
{
    {
        auto [a, b] = co_await connected();
        asio::write(a, asio::buffer("one\ntwo\n", 8));
        co_await listen_for(b, 300ms);
    }
    {
        auto [a, b] = co_await connected();
        co_await cancel(asyncio::create_task(talk(std::move(a))));
        co_await print(b);
    }
    {
        auto [a, b] = co_await connected();
        co_await cancel(asyncio::create_task(talk_by_hand(a)));
        a.close();
        co_await print(b);
    }
    co_await inward();
    co_await swallowed();
    {
        asyncio::queue<std::string> jobs;
        for (char const* job : {"one", "endless", "two"})
            co_await jobs.put(job);
        jobs.shutdown();
        auto const worker = asyncio::create_task(work(jobs));
        co_await asyncio::sleep(100ms);
        worker.cancel("skip");
        co_await worker.get();
    }
    co_await cancel(asyncio::create_task(compute()));
    {
        auto [a, b] = co_await connected();
        auto const reader = asyncio::create_task(read_until_closed(a));
        co_await asyncio::sleep(10ms);
        a.close();
        co_await reader.get();
    }
    co_await search_for_a_while();
    auto const radio = asyncio::create_task(listen_to_the_radio());
    co_await cancel(radio);
    std::cout << (radio.cancelled() ? "the radio is off\n" : "it is broken\n");
}

int main()
{
    asyncio::run(all());
    with_a_signal();
    from_another_thread();
}
