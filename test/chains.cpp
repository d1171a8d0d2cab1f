// Tasks that wait for one another, in long chains, fans and circles.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "virtual_time.hpp"

#include <boost/asyncio.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/data/test_case.hpp>

#include <array>
#include <cstddef>
#include <exception>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <ostream>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <pthread.h>

BOOST_AUTO_TEST_SUITE(unit_chains)

namespace {

namespace data = boost::unit_test::data;

// Where the stack ends long before a chain of this length does.
constexpr std::size_t small_stack = 512 * 1024;
constexpr std::size_t length = 10'000;

void with_small_stack(std::function<void()> const& f)
{
    struct call
    {
        static void* run(void* p)
        {
            auto& self = *static_cast<call*>(p);
            try
            {
                self.f();
            }
            catch (...)
            {
                self.error = std::current_exception();
            }
            return nullptr;
        }

        std::function<void()> const& f;
        std::exception_ptr error = nullptr;
    } c{f};
    pthread_attr_t attributes;
    BOOST_REQUIRE_EQUAL(pthread_attr_init(&attributes), 0);
    BOOST_REQUIRE_EQUAL(
        pthread_attr_setstacksize(&attributes, small_stack), 0);
    pthread_t thread;
    BOOST_REQUIRE_EQUAL(
        pthread_create(&thread, &attributes, &call::run, &c), 0);
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
    if (c.error)
        std::rethrow_exception(c.error);
}

template<class C>
void run_with_small_stack(C main)
{
    with_small_stack([&] { asyncio_test::run(main()); });
}

using task = asyncio::task<void>;
using tasks = std::vector<task>;

// ---- all ways to wait for a task --------------------------------------------

enum class form
{
    get,
    gather,
    gather_of_two,
    wait_for,
    wait_for_gather,
    timeout,
    group_body,
    group_child,
    all // by turns
};

constexpr std::size_t forms = 8;

std::ostream& operator<<(std::ostream& out, form f)
{
    constexpr std::array names = {
        "get",
        "gather",
        "gather_of_two",
        "wait_for",
        "wait_for_gather",
        "timeout",
        "group_body",
        "group_child",
        "all"};
    return out << names[static_cast<std::size_t>(f)];
}

asio::awaitable<void> awaits(task t)
{
    co_await t.get();
}

asio::awaitable<void> group_of_one(asyncio::task_group& g, task t)
{
    g.create_task(awaits(t));
    co_return;
}

asio::awaitable<void> wait_by(form f, task t)
{
    switch (f)
    {
    case form::get:
        co_await t.get();
        break;
    case form::gather:
        co_await asyncio::gather(t);
        break;
    case form::gather_of_two:
    {
        auto const other =
            asyncio::get_running_loop().create_future<void>();
        co_await asyncio::gather(t, other);
        break;
    }
    case form::wait_for:
        co_await asyncio::wait_for(t, 1h);
        break;
    case form::wait_for_gather:
        co_await asyncio::wait_for(asyncio::gather(t), 1h);
        break;
    case form::timeout:
        co_await asyncio::timeout(1h, [&] { return awaits(t); });
        break;
    case form::group_body:
        co_await asyncio::with(
            asyncio::task_group(),
            [&](asyncio::task_group&) { return awaits(t); });
        break;
    case form::group_child:
        co_await asyncio::with(
            asyncio::task_group(),
            [&](asyncio::task_group& g) { return group_of_one(g, t); });
        break;
    case form::all:
        break;
    }
}

asio::awaitable<void> sleeps()
{
    co_await asyncio::sleep(1h);
}

// The last one awaits the one before, and so on; the first one sleeps.
tasks make_chain(form f, std::size_t n = length)
{
    tasks chain{asyncio::create_task(sleeps())};
    for (std::size_t i = 1; i != n; ++i)
        chain.push_back(
            asyncio::create_task(wait_by(
                f == form::all ? static_cast<form>(i % forms) : f,
                chain.back())));
    return chain;
}

asio::awaitable<void> turns(int n = 6)
{
    for (int i = 0; i != n; ++i)
        co_await asyncio::sleep(0s);
}

std::size_t number_of_cancelled(tasks const& chain)
{
    std::size_t n = 0;
    for (auto const& t : chain)
        n += t.cancelled() && t.cancelling() == 1;
    return n;
}

asio::awaitable<void> cancel_the_last(form f)
{
    auto const chain = make_chain(f);
    co_await turns();
    BOOST_TEST(chain.back().cancel("stop"));
    co_await asyncio::wait(chain);
    BOOST_TEST(number_of_cancelled(chain) == length);
    BOOST_TEST(asyncio::all_tasks().size() == 1u);
}

constexpr std::array all_forms = {
    form::get,
    form::gather,
    form::gather_of_two,
    form::wait_for,
    form::wait_for_gather,
    form::timeout,
    form::group_body,
    form::group_child,
    form::all};

BOOST_DATA_TEST_CASE(a_request_reaches_the_other_end, data::make(all_forms), f)
{
    run_with_small_stack([&] { return cancel_the_last(f); });
}

asio::awaitable<void> the_message()
{
    auto const chain = make_chain(form::get);
    co_await turns();
    chain.back().cancel("stop");
    co_await asyncio::wait({chain.back()});
    std::size_t told = 0;
    for (auto const& t : chain)
        try
        {
            co_await t.get();
        }
        catch (asyncio::cancelled_error const& e)
        {
            told += e.message() == "stop";
        }
    BOOST_TEST(told == length);
}

BOOST_AUTO_TEST_CASE(with_its_message)
{
    run_with_small_stack(the_message);
}

asio::awaitable<void> shields(task t)
{
    co_await asyncio::shield(t);
}

asio::awaitable<void> shield_in_the_middle()
{
    auto below = make_chain(form::get, length / 2);
    auto above = tasks{asyncio::create_task(shields(below.back()))};
    for (std::size_t i = 1; i != length / 2; ++i)
        above.push_back(asyncio::create_task(awaits(above.back())));
    co_await turns();
    above.back().cancel();
    co_await asyncio::wait({above.back()});
    BOOST_TEST(number_of_cancelled(above) == length / 2);
    BOOST_TEST(!below.back().done());
    BOOST_TEST(below.back().cancelling() == 0u);
}

BOOST_AUTO_TEST_CASE(a_shield_stops_it)
{
    run_with_small_stack(shield_in_the_middle);
}

// ---- who asks ---------------------------------------------------------------

asio::awaitable<void> limit_of_a_chain()
{
    auto const chain = make_chain(form::get);
    BOOST_CHECK_THROW(
        co_await asyncio::wait_for(chain.back(), 1s), asyncio::timeout_error);
    BOOST_TEST(number_of_cancelled(chain) == length);
    auto const other = make_chain(form::all);
    BOOST_CHECK_THROW(
        co_await asyncio::wait_for(asyncio::gather(other.back()), 1s),
        asyncio::timeout_error);
    co_await asyncio::wait(other);
    BOOST_TEST(number_of_cancelled(other) == length);
}

BOOST_AUTO_TEST_CASE(a_limit)
{
    run_with_small_stack(limit_of_a_chain);
}

// What was asked before it waits.
asio::awaitable<void> asks_itself(task t)
{
    asyncio::current_task().cancel("stop");
    co_await t.get();
}

asio::awaitable<void> remembered_request()
{
    auto const chain = make_chain(form::get);
    co_await turns();
    auto const t = asyncio::create_task(asks_itself(chain.back()));
    co_await asyncio::wait({t});
    BOOST_TEST(t.cancelled());
    BOOST_TEST(number_of_cancelled(chain) == length);
}

BOOST_AUTO_TEST_CASE(a_task_before_it_waits)
{
    run_with_small_stack(remembered_request);
}

asio::awaitable<void> from_elsewhere()
{
    auto const chain = make_chain(form::get);
    co_await turns();
    std::thread([&] { BOOST_TEST(chain.back().cancel()); }).join();
    co_await asyncio::wait({chain.back()});
    BOOST_TEST(number_of_cancelled(chain) == length);
}

BOOST_AUTO_TEST_CASE(another_thread)
{
    run_with_small_stack(from_elsewhere);
}

asio::awaitable<void> by_callback()
{
    auto const chain = make_chain(form::get);
    auto const other = make_chain(form::all);
    chain.front().add_done_callback([&] { other.back().cancel(); });
    co_await turns();
    chain.back().cancel();
    co_await asyncio::wait({chain.back()});
    co_await asyncio::wait(other);
    BOOST_TEST(number_of_cancelled(chain) == length);
    BOOST_TEST(number_of_cancelled(other) == length);
}

BOOST_AUTO_TEST_CASE(a_done_callback)
{
    run_with_small_stack(by_callback);
}

// The slot of a coroutine that is no task.
BOOST_AUTO_TEST_CASE(another_coroutine)
{
    with_small_stack(
        []
        {
            asio::io_context c;
            tasks chain;
            asio::cancellation_signal signal;
            bool asked = false;
            auto const make = [&]() -> asio::awaitable<void>
            {
                chain = make_chain(form::get);
                co_return;
            };
            asyncio::create_task(c, make);
            for (int i = 0; i != 6; ++i)
                c.poll_one();
            asio::co_spawn(
                c,
                asyncio::gather(chain.back())(asio::use_awaitable),
                asio::bind_cancellation_slot(
                    signal.slot(),
                    [&](std::exception_ptr const& e, auto)
                    { asked = e != nullptr; }));
            c.poll();
            BOOST_TEST(!chain.back().done());
            signal.emit(asio::cancellation_type::terminal);
            c.run();
            BOOST_TEST(asked);
            BOOST_TEST(number_of_cancelled(chain) == length);
        });
}

// ---- a request in the middle of another one ---------------------------------

// Waits until its thread is asked to stop, and does something then.
asio::awaitable<void> in_thread(std::function<void()> f)
{
    // Named, since g++ 12 destroys twice what a lambda has captured that stands
    // in an expression that awaits.
    auto const work = [f](std::stop_token stop)
    {
        std::stop_callback const callback(stop, f);
        while (!stop.stop_requested())
            std::this_thread::yield();
    };
    co_await asyncio::to_thread(work);
}

asio::awaitable<void> while_another_is_passed_on()
{
    auto const other = make_chain(form::all);
    auto const third = make_chain(form::all);
    tasks chain;
    std::size_t asked = 0;
    auto const f = [&]
    {
        asked += other.back().cancel();
        asked += third.back().cancel();
        asked += other.back().cancelling() == 1;
        asked += third.back().cancelling() == 1;
        // It is what asks.
        asked += !chain.back().cancel();
    };
    chain.push_back(asyncio::create_task(in_thread(f)));
    for (std::size_t i = 1; i != length; ++i)
        chain.push_back(asyncio::create_task(wait_by(
            i % 2 ? form::gather_of_two : form::get, chain.back())));
    co_await turns();
    BOOST_TEST(chain.back().cancel());
    BOOST_TEST(asked == 5u);
    for (auto const& c : {chain, other, third})
    {
        co_await asyncio::wait(c);
        BOOST_TEST(number_of_cancelled(c) == length);
    }
}

BOOST_AUTO_TEST_CASE(a_request_while_another_one_is_passed_on)
{
    with_small_stack([] { asyncio::run(while_another_is_passed_on()); });
}

// ---- many requests ----------------------------------------------------------

constexpr unsigned most = std::numeric_limits<unsigned>::max();

// Two on each step, each of which waits for both of the step below: there are
// two to the power of `steps` ways down.
tasks make_ladder(std::size_t steps)
{
    auto const two = [](task a, task b) -> asio::awaitable<void>
    { co_await asyncio::gather(a, b); };
    tasks all;
    for (int i = 0; i != 2; ++i)
        all.push_back(asyncio::create_task(sleeps()));
    for (std::size_t i = 0; i != steps; ++i)
    {
        auto const a = all[all.size() - 2];
        auto const b = all.back();
        for (int k = 0; k != 2; ++k)
            all.push_back(asyncio::create_task(two(a, b)));
    }
    return all;
}

asio::awaitable<void> ladder()
{
    auto const small = make_ladder(5);
    co_await turns();
    small.back().cancel();
    for (std::size_t i = 0; i != 5; ++i)
        BOOST_TEST(small[2 * i].cancelling() == 16u >> i);
    BOOST_TEST(small[10].cancelling() == 0u);
    BOOST_TEST(small[11].cancelling() == 1u);
    co_await asyncio::wait({small.back()});
    BOOST_TEST(small.back().cancelled());

    auto const large = make_ladder(1000);
    co_await turns();
    large.back().cancel();
    BOOST_TEST(large.front().cancelling() == most);
    large.back().cancel();
    BOOST_TEST(large.front().cancelling() == most);
    co_await asyncio::wait({large.back()});
    std::size_t cancelled = 0;
    for (auto const& t : large)
        cancelled += t.cancelled();
    BOOST_TEST(cancelled == large.size());
}

BOOST_AUTO_TEST_CASE(a_ladder)
{
    run_with_small_stack(ladder);
}

// Each is asked once by itself, and once by each above it: as in Python.
void check_counts(tasks const& chain, unsigned first)
{
    std::size_t n = 0;
    for (std::size_t i = 0; i != chain.size(); ++i)
        n += chain[i].cancelling() == first - i;
    BOOST_TEST(n == chain.size());
}

asio::awaitable<void> gather_of_a_chain()
{
    auto const all = make_ladder(1000);
    auto const chain = make_chain(form::get);
    auto const waits = [](tasks t) -> asio::awaitable<void>
    { co_await asyncio::gather(t); };
    auto const a = asyncio::create_task(waits(all));
    auto const b = asyncio::create_task(waits(chain));
    co_await turns();
    a.cancel();
    BOOST_TEST(all.front().cancelling() == most);
    BOOST_TEST(all.back().cancelling() == 1u);
    b.cancel();
    check_counts(chain, length);
    co_await asyncio::wait({a, b});
    BOOST_TEST(a.cancelled());
    BOOST_TEST(b.cancelled());

    BOOST_CHECK_THROW(
        co_await asyncio::wait_for(asyncio::gather(make_ladder(1000)), 1s),
        asyncio::timeout_error);
}

BOOST_AUTO_TEST_CASE(all_of_a_gather)
{
    run_with_small_stack(gather_of_a_chain);
}

asio::awaitable<void> child_of_group(task a, task b)
{
    co_await asyncio::gather(a, b);
}

asio::awaitable<void> group_body(asyncio::task_group& g, tasks& all)
{
    for (int i = 0; i != 2; ++i)
        all.push_back(g.create_task(sleeps()));
    for (int i = 0; i != 1000; ++i)
    {
        auto const a = all[all.size() - 2];
        auto const b = all.back();
        for (int k = 0; k != 2; ++k)
            all.push_back(g.create_task(child_of_group(a, b)));
    }
    co_await turns();
}

asio::awaitable<void> groups()
{
    // An error, the group's own cancel(), nobody who left it.
    tasks all;
    try
    {
        co_await asyncio::with(
            asyncio::task_group(),
            [&](asyncio::task_group& g) -> asio::awaitable<void>
            {
                co_await group_body(g, all);
                throw std::runtime_error("error");
            });
    }
    catch (asyncio::exception_group const&)
    {
        BOOST_TEST(all.front().cancelling() == most);
    }
    BOOST_TEST(all.back().cancelled());

    all.clear();
    co_await asyncio::with(
        asyncio::task_group(),
        [&](asyncio::task_group& g) -> asio::awaitable<void>
        {
            co_await group_body(g, all);
            g.cancel();
        });
    BOOST_TEST(all.front().cancelling() == most);
    BOOST_TEST(all.back().cancelled());

    all.clear();
    {
        asyncio::get_running_loop().set_exception_handler([](auto&&...) {});
        asyncio::task_group g;
        g.open();
        co_await group_body(g, all);
    }
    BOOST_TEST(all.front().cancelling() == most);
    co_await asyncio::wait({all.back()});
    BOOST_TEST(all.back().cancelled());
}

BOOST_AUTO_TEST_CASE(all_of_a_group)
{
    run_with_small_stack(groups);
}

// The end of a run, and of a runner, and of what is not a run of its own.
enum class end
{
    run,
    context,
    runner
};

std::ostream& operator<<(std::ostream& out, end e)
{
    constexpr std::array names = {"run", "context", "runner"};
    return out << names[static_cast<std::size_t>(e)];
}

constexpr std::array all_ends = {end::run, end::context, end::runner};

template<class Main>
void run_to_end(end e, Main main)
{
    if (e == end::run)
        asyncio::run(main());
    else if (e == end::context)
    {
        asio::io_context c;
        asyncio::run(c, main());
    }
    else
    {
        asyncio::runner r;
        r.run(main());
    }
}

BOOST_DATA_TEST_CASE(the_end_of_a_run, data::make(all_ends), e)
{
    with_small_stack(
        [e]
        {
            tasks chain;
            tasks all;
            run_to_end(
                e,
                [&]() -> asio::awaitable<void>
                {
                    chain = make_chain(form::get);
                    all = make_ladder(1000);
                    co_await turns();
                });
            check_counts(chain, length);
            BOOST_TEST(chain.back().cancelled());
            BOOST_TEST(all.front().cancelling() == most);
            BOOST_TEST(all.back().cancelled());
        });
}

BOOST_DATA_TEST_CASE(the_end_of_a_run_with_all_forms, data::make(all_ends), e)
{
    with_small_stack(
        [e]
        {
            tasks chain;
            run_to_end(
                e,
                [&]() -> asio::awaitable<void>
                {
                    chain = make_chain(form::all);
                    co_await turns();
                });
            std::size_t cancelled = 0;
            for (auto const& t : chain)
                cancelled += t.cancelled();
            BOOST_TEST(cancelled == length);
        });
}

// ---- circles ----------------------------------------------------------------

asio::awaitable<void> awaits_other(task& t)
{
    co_await asyncio::sleep(0s);
    co_await t.get();
}

asio::awaitable<void> gathers_other(task& t)
{
    co_await asyncio::sleep(0s);
    co_await asyncio::gather(t);
}

asio::awaitable<void> circle(bool gathers, std::size_t n, bool from_the_last)
{
    tasks all;
    task last;
    all.push_back(
        asyncio::create_task(
            gathers ? gathers_other(last) : awaits_other(last)));
    for (std::size_t i = 1; i < n; ++i)
        all.push_back(asyncio::create_task(awaits(all.back())));
    last = all.back();
    co_await turns();
    (from_the_last ? all.back() : all[all.size() / 2]).cancel();
    co_await asyncio::wait(all);
    std::size_t cancelled = 0;
    for (auto const& t : all)
        cancelled += t.cancelled() && t.cancelling() == 1;
    BOOST_TEST(cancelled == n);
    last = {};
}

BOOST_AUTO_TEST_CASE(a_circle)
{
    for (std::size_t const n : {std::size_t(2), std::size_t(3), length})
        for (bool const gathers : {false, true})
            for (bool const from_the_last : {false, true})
                run_with_small_stack(
                    [=] { return circle(gathers, n, from_the_last); });
}

BOOST_DATA_TEST_CASE(circles_at_the_end_of_a_run, data::make(all_ends), e)
{
    with_small_stack(
        [e]
        {
            tasks all;
            std::array<task, 2> last;
            run_to_end(
                e,
                [&]() -> asio::awaitable<void>
                {
                    for (auto& l : last)
                    {
                        all.push_back(asyncio::create_task(
                            &l == &last[0] ? awaits_other(l)
                                           : gathers_other(l)));
                        for (std::size_t i = 1; i < length; ++i)
                            all.push_back(
                                asyncio::create_task(awaits(all.back())));
                        l = all.back();
                    }
                    co_await turns();
                });
            std::size_t cancelled = 0;
            for (auto const& t : all)
                cancelled += t.cancelled();
            BOOST_TEST(cancelled == 2 * length);
        });
}

// One that is reached by two ways is no circle.
asio::awaitable<void> diamond()
{
    auto const both = [](task a, task b) -> asio::awaitable<void>
    { co_await asyncio::gather(a, b); };
    auto const chain = make_chain(form::get);
    auto const a = asyncio::create_task(awaits(chain.back()));
    auto const b = asyncio::create_task(awaits(chain.back()));
    auto const t = asyncio::create_task(both(a, b));
    // Reached first by way of the other one, and then by itself.
    auto const u = asyncio::create_task(both(t, a));
    co_await turns();
    u.cancel();
    BOOST_TEST(t.cancelling() == 1u);
    BOOST_TEST(a.cancelling() == 2u);
    BOOST_TEST(b.cancelling() == 1u);
    BOOST_TEST(chain.back().cancelling() == 3u);
    BOOST_TEST(chain.front().cancelling() == 3u);
    co_await asyncio::wait({u});
    BOOST_TEST(u.cancelled());
    for (auto const& i : chain)
        if (!i.cancelled())
            BOOST_ERROR("one goes on");
}

BOOST_AUTO_TEST_CASE(a_diamond)
{
    run_with_small_stack(diamond);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
