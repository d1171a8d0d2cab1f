// Callbacks, futures and slots on one side; coroutines on the other.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <chrono>
#include <exception>
#include <functional>
#include <future>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;
using local_socket = asio::local::stream_protocol::socket;

// tag::deferred[]
// Operations of Asio are children like any other.
asio::awaitable<void> operations(local_socket& a, local_socket& b)
{
    std::array<char, 16> data;
    asio::steady_timer timer(a.get_executor(), 1ms);
    auto const [size, sent, waited] = co_await asyncio::gather(
        a.async_read_some(asio::buffer(data), asio::deferred),
        asio::async_write(b, asio::buffer("hello", 5), asio::deferred),
        timer.async_wait(asio::deferred));
    std::cout << "read " << size << " bytes, wrote " << sent << '\n';
}
// end::deferred[]

// tag::callback[]
// A class of callbacks takes from a queue, and gives up after a while.
class consumer
{
public:
    explicit consumer(asio::io_context& context)
        : executor_(context.get_executor())
    {
    }

    void start(asyncio::queue<std::string>& queue)
    {
        queue.get()(asio::bind_executor(
            executor_,
            [this, &queue](std::exception_ptr error, std::string item)
            {
                if (error)
                    return;
                std::cout << "got " << item << '\n';
                start(queue);
            }));
    }

private:
    asio::io_context::executor_type executor_;
};
// end::callback[]

void run_consumer()
{
    asio::io_context context;
    asyncio::queue<std::string> queue;
    consumer c(context);
    c.start(queue);
    asyncio::create_task(
        context,
        [&]() -> asio::awaitable<void>
        {
            co_await queue.put("tea");
            co_await queue.put("cake");
            queue.shutdown();
        });
    context.run();
}

asio::awaitable<int> compute()
{
    co_await asyncio::sleep(1ms);
    co_return 42;
}

void run_use_future()
{
    asio::io_context context;
    // tag::use_future[]
    auto const task = asyncio::create_task(context, compute());
    std::future<int> answer =
        task.get()(asio::bind_executor(context, asio::use_future));
    context.run();
    std::cout << "the answer is " << answer.get() << '\n';
    // end::use_future[]
}

void run_slot()
{
    asio::io_context context;
    asyncio::event never;
    // tag::slot[]
    asio::cancellation_signal signal;
    never.wait()(asio::bind_cancellation_slot(
        signal.slot(),
        asio::bind_executor(
            context,
            [](std::exception_ptr error)
            {
                std::cout
                    << (asyncio::is_cancelled(error) ? "cancelled\n" : "not\n");
            })));
    signal.emit(asio::cancellation_type::terminal);
    context.run();
    // end::slot[]
}

// A library with a thread of its own, which knows nothing of Asio.
class directory
{
public:
    void look_up(std::string name, std::function<void(std::string)> callback)
    {
        thread_ = std::jthread(
            [name = std::move(name), callback = std::move(callback)]
            { callback("the address of " + name); });
    }

private:
    std::jthread thread_;
};

// tag::future[]
// A function that calls back, made one that can be awaited.
asio::awaitable<std::string> resolve(directory& d, std::string name)
{
    auto const found = asyncio::get_running_loop().create_future<std::string>();
    d.look_up(
        std::move(name),
        [found](std::string address) { found.set_result_threadsafe(address); });
    co_return co_await found.get();
}
// end::future[]

// tag::compose[]
// An operation of the application, written for any token, is a child, too.
template<asio::completion_token_for<void(boost::system::error_code, int)> Token>
auto async_measure(asio::steady_timer& timer, Token&& token)
{
    return asio::async_compose<Token, void(boost::system::error_code, int)>(
        [&timer, started = false](
            auto& self, boost::system::error_code error = {}) mutable
        {
            if (!std::exchange(started, true))
                timer.async_wait(std::move(self));
            else
                self.complete(error, 21);
        },
        token,
        timer);
}

asio::awaitable<int> measure(asio::steady_timer& timer)
{
    co_return co_await asyncio::wait_for(
        async_measure(timer, asio::deferred), 50ms);
}
// end::compose[]

asio::awaitable<void> run_coroutines()
{
    auto const executor = co_await asio::this_coro::executor;
    local_socket a(executor);
    local_socket b(executor);
    asio::local::connect_pair(a, b);
    co_await operations(a, b);
    directory d;
    std::cout << co_await resolve(d, "example.com") << '\n';
    asio::steady_timer timer(executor, 1ms);
    std::cout << "measured " << co_await measure(timer) << '\n';
    timer.expires_after(1h);
    try
    {
        co_await measure(timer);
    }
    catch (asyncio::timeout_error const&)
    {
        std::cout << "too slow\n";
    }
}

int main()
{
    run_consumer();
    run_use_future();
    run_slot();
    asyncio::run(run_coroutines());
}
