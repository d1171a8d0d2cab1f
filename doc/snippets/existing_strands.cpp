// An io_context that several threads run, and strands in it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

using strand = asio::strand<asio::io_context::executor_type>;

// tag::strand[]
// A class as many programs have it: its strand guards what it holds.
class prices
{
public:
    explicit prices(asio::io_context& context)
        : strand_(asio::make_strand(context))
    {
    }

    // As before: called from any thread.
    void set(std::string name, int price)
    {
        asio::post(
            strand_,
            [this, name = std::move(name), price]
            {
                prices_[name] = price;
                changed_.set();
            });
    }

    // New: a task on the same strand, which needs no other guard.
    asyncio::task<int> wait_for_price(std::string name, int limit)
    {
        return asyncio::create_task(
            strand_, &prices::watch, this, std::move(name), limit);
    }

private:
    asio::awaitable<int> watch(std::string name, int limit)
    {
        while (!prices_.contains(name) || prices_[name] > limit)
        {
            changed_.clear();
            co_await changed_.wait();
        }
        co_return prices_[name];
    }

    strand strand_;
    std::map<std::string, int> prices_;
    asyncio::event changed_;
};
// end::strand[]

// tag::session[]
// What a connection does: `count` is a variable of its own.
asio::awaitable<long> session(int steps)
{
    long count = 0;
    auto const add = [&](int n) -> asio::awaitable<void>
    {
        for (int i = 0; i != n; ++i)
        {
            ++count;
            co_await asyncio::sleep(0s);
        }
    };
    co_await asyncio::gather(add(steps), add(steps));
    co_return count;
}

// One after the other within a session, at the same time in several.
std::vector<asyncio::task<long>> start(asio::io_context& context)
{
    std::vector<asyncio::task<long>> sessions;
    for (int i = 0; i != 8; ++i)
        sessions.push_back(
            asyncio::create_task(asio::make_strand(context), session(1000)));
    return sessions;
}
// end::session[]

void run_sessions()
{
    // tag::threads[]
    asio::io_context context;
    auto const sessions = start(context);

    std::vector<std::jthread> threads;
    for (int i = 0; i != 4; ++i)
        threads.emplace_back([&] { context.run(); });
    threads.clear();

    long sum = 0;
    for (auto const& s : sessions)
        sum += s.result();
    std::cout << sum << " steps\n";
    // end::threads[]
}

void run_prices()
{
    asio::io_context context;
    prices p(context);
    auto const task = p.wait_for_price("tea", 10);
    std::vector<std::jthread> threads;
    for (int i = 0; i != 4; ++i)
        threads.emplace_back([&] { context.run(); });
    for (int price : {14, 12, 10})
        p.set("tea", price);
    threads.clear();
    std::cout << "tea costs " << task.result() << '\n';
}

// tag::from_outside[]
// In a thread that runs no loop: a task of the strand, and its result.
int ask(asyncio::event_loop& loop, asio::awaitable<int> question)
{
    auto const answer =
        asyncio::run_coroutine_threadsafe(std::move(question), loop);
    return answer.result(5s);
}
// end::from_outside[]

asio::awaitable<int> question()
{
    co_await asyncio::sleep(1ms);
    co_return 42;
}

void run_from_outside()
{
    asio::io_context context;
    auto work = asio::make_work_guard(context);
    std::jthread const thread([&] { context.run(); });
    asyncio::event_loop loop(asio::make_strand(context));
    std::cout << "the answer is " << ask(loop, question()) << '\n';
    work.reset();
}

int main()
{
    run_sessions();
    run_prices();
    run_from_outside();
}
