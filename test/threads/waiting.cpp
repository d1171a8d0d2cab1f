// Coroutines of one executor that wait for tasks of another one.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <future>
#include <stdexcept>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(threads_waiting)

namespace {

using tasks = std::vector<asyncio::task<int>>;

asio::awaitable<int> child(int n)
{
    for (int i = 0; i != 8 * n; ++i)
        co_await asyncio::sleep(0s);
    if (n == 1)
        throw std::runtime_error("the second child fails");
    co_return n;
}

// Awaits four tasks of a strand of one pool, in a thousand coroutines of
// another one, by an operation that is over before all of them are.
template<class Await>
void from_another_executor(Await await)
{
    asio::thread_pool pool(3);
    asio::thread_pool other(2);
    auto const strand = asio::make_strand(pool);
    auto const body = [&]() -> asio::awaitable<bool>
    {
        tasks all;
        for (int i = 0; i != 4; ++i)
            all.push_back(asyncio::create_task(strand, child, i));
        bool const good = co_await await(all);
        // Nobody else sees the exception.
        co_await asyncio::wait(all);
        static_cast<void>(all[1].exception());
        co_return good;
    };
    std::vector<std::future<bool>> all;
    for (int i = 0; i != 1000; ++i)
        all.push_back(asio::co_spawn(other, body(), asio::use_future));
    for (auto& f : all)
        BOOST_CHECK(f.get());
    other.join();
    pool.join();
}

asio::awaitable<bool> wait_for_first(tasks const& all)
{
    auto const result = co_await asyncio::wait(
        all, {.return_when = asyncio::first_completed});
    co_return result.done.size() >= 1;
}

BOOST_AUTO_TEST_CASE(wait_that_leaves_tasks_behind)
{
    from_another_executor(wait_for_first);
}

asio::awaitable<bool> gather_until_failure(tasks const& all)
{
    try
    {
        co_await asyncio::gather(all);
    }
    catch (std::runtime_error const&)
    {
        co_return true;
    }
    co_return false;
}

BOOST_AUTO_TEST_CASE(gather_that_leaves_tasks_behind)
{
    from_another_executor(gather_until_failure);
}

asio::awaitable<bool> wait_for_last(tasks const& all)
{
    co_return co_await asyncio::wait_for(all[3].get(), 1h) == 3;
}

BOOST_AUTO_TEST_CASE(wait_for_with_time_left)
{
    from_another_executor(wait_for_last);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
