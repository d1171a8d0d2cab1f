// Tests of coroutines on a virtual clock.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>
#include <boost/asyncio/testing.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/core/lightweight_test.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <functional>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

namespace {

auto constexpr npos = std::string::npos;

// tag::subject[]
// Asks again when the connection fails, up to four times.
asio::awaitable<int> ask_patiently(std::function<asio::awaitable<int>()> ask)
{
    for (auto delay = 1s;; delay *= 2)
    {
        try
        {
            co_return co_await ask();
        }
        catch (boost::system::system_error const& e)
        {
            if (asyncio::is_cancelled(e) || delay == 8s)
                throw;
        }
        co_await asyncio::sleep(delay);
    }
}
// end::subject[]

// tag::quick_look[]
void asks_until_it_gets_an_answer()
{
    int calls = 0;
    auto const ask = [&]() -> asio::awaitable<int>
    {
        if (++calls < 4)
            throw boost::system::system_error(asio::error::connection_refused);
        co_return 42;
    };
    asyncio::virtual_loop loop; // its clock stands at zero
    BOOST_TEST_EQ(loop.run_until_complete(ask_patiently(ask)), 42);
    BOOST_TEST_EQ(calls, 4);
    BOOST_TEST(loop.time().time_since_epoch() == 7s); // 1 + 2 + 4
}
// end::quick_look[]

// tag::meanwhile[]
void waits_in_between()
{
    int calls = 0;
    auto const ask = [&]() -> asio::awaitable<int>
    {
        ++calls;
        throw boost::system::system_error(asio::error::connection_refused);
        co_return 0;
    };
    asyncio::virtual_loop loop;
    auto const t = loop.create_task(ask_patiently(ask));
    loop.run_until_complete(asyncio::sleep(500ms));
    BOOST_TEST_EQ(calls, 1);
    loop.run_until_complete(asyncio::sleep(600ms));
    BOOST_TEST_EQ(calls, 2);
    BOOST_TEST_THROWS(loop.run_until_complete(t), boost::system::system_error);
    BOOST_TEST_EQ(calls, 4);
}
// end::meanwhile[]

// What takes a slot for a while.
asio::awaitable<void> use(asyncio::semaphore& slots)
{
    auto const slot = co_await asyncio::scoped(slots);
    co_await asyncio::sleep(3s);
    co_await asyncio::sleep(3s);
}

// tag::cancelled[]
void gives_its_slot_back_whenever_it_is_cancelled()
{
    for (auto when = 0ms; when <= 7s; when += 500ms)
    {
        asyncio::semaphore slots(1);
        asyncio::virtual_loop loop;
        auto const t = loop.create_task(use(slots));
        loop.call_later(when, [&] { t.cancel(); });
        try
        {
            loop.run_until_complete(t);
        }
        catch (asyncio::cancelled_error const&)
        {
        }
        BOOST_TEST(!slots.locked());
        BOOST_TEST(asyncio::all_tasks(loop).empty());
    }
}
// end::cancelled[]

asio::awaitable<void>
exchange(asyncio::queue<int>& in, asyncio::queue<int>& out)
{
    auto const value = co_await in.get();
    co_await out.put(value + 1);
}

// tag::deadlock[]
// Each waits for the other: the hour passes at once, and the test fails instead
// of hanging.
void notices_that_nothing_goes_on()
{
    asyncio::queue<int> a;
    asyncio::queue<int> b;
    asyncio::virtual_loop loop;
    std::ostringstream why;
    loop.call_later(59min, [&] { asyncio::print_tasks(why); });
    auto both = asyncio::gather(exchange(a, b), exchange(b, a));
    BOOST_TEST_THROWS(
        loop.run_until_complete(asyncio::wait_for(std::move(both), 1h)),
        asyncio::timeout_error);
    BOOST_TEST_NE(why.str().find("waits for an item of a queue"), npos);
}
// end::deadlock[]

// tag::strict[]
// Keeps what would be printed otherwise; debug mode finds more of it.
class strict_loop : public asyncio::virtual_loop
{
public:
    strict_loop()
    {
        set_debug(true);
        set_exception_handler(
            [this](event_loop&, asyncio::exception_context const& c)
            { reports.push_back(c.message); });
    }

    std::vector<std::string> reports;
};

void hears_of_what_nobody_looks_at()
{
    strict_loop loop;
    auto const fail = []() -> asio::awaitable<void>
    {
        throw std::runtime_error("out of paper");
        co_return;
    };
    loop.create_task(fail);
    loop.run_until_complete(asyncio::sleep(1s));
    BOOST_TEST_EQ(loop.reports.size(), 1u); // in most tests it is 0
}
// end::strict[]

} // namespace

int main()
{
    asks_until_it_gets_an_answer();
    waits_in_between();
    gives_its_slot_back_whenever_it_is_cancelled();
    notices_that_nothing_goes_on();
    hears_of_what_nobody_looks_at();
    int const result = boost::report_errors();
    std::cout << "five tests, " << result << " errors\n";
    return result;
}
