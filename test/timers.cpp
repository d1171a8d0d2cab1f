// timers: what is due, and for when the one timer of Asio is set, step by step.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/detail/loop/timers.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <stdexcept>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_timers)

namespace {

namespace detail = boost::asyncio::detail;
using clock = detail::clock;
using namespace std::chrono_literals;

constexpr clock::time_point at(clock::duration d)
{
    return clock::time_point(d);
}

// Long ago, or in a long time, for the real clock.
auto const past = at(0s);
auto const future = clock::now() + 1h;

// Tells in `log` that it has expired, or been abandoned.
struct deadline final : detail::timer_node
{
    deadline(std::vector<int>& l, int n)
        : log(l), number(n)
    {
    }

    void expire() override
    {
        log.push_back(number);
    }

    void abandon_timer() noexcept override
    {
        log.push_back(-number);
    }

    std::vector<int>& log;
    int number;
};

struct fixture
{
    std::vector<int> log;
    detail::timers timers;
    deadline a{log, 1};
    deadline b{log, 2};
    deadline c{log, 3};
};

BOOST_FIXTURE_TEST_CASE(the_timer_is_set_for_the_first_deadline, fixture)
{
    BOOST_TEST(timers.empty());
    BOOST_TEST(timers.arm(a, future));
    BOOST_TEST((timers.set() == future));
    BOOST_TEST((timers.first() == future));
    BOOST_TEST(!timers.has_passed(future - 1s));
    BOOST_TEST(timers.has_passed(future));
    timers.abandon();
}

BOOST_FIXTURE_TEST_CASE(it_is_set_again_for_an_earlier_one_only, fixture)
{
    BOOST_TEST(timers.arm(a, future));
    timers.set();
    BOOST_TEST(!timers.arm(b, future));
    BOOST_TEST(!timers.arm(c, future + 1s));
    timers.disarm(c);
    BOOST_TEST(timers.arm(c, future - 1s));
    BOOST_TEST((timers.set() == future - 1s));
    timers.abandon();
}

BOOST_FIXTURE_TEST_CASE(one_that_is_disarmed_changes_nothing, fixture)
{
    BOOST_TEST(timers.arm(a, future));
    timers.set();
    timers.disarm(a);
    BOOST_TEST(!a.armed());
    // The timer expires before this one is due.
    BOOST_TEST(!timers.arm(b, future + 1s));
    timers.expired();
    timers.fire();
    BOOST_TEST(timers.must_be_set());
    BOOST_TEST((timers.set() == future + 1s));
    BOOST_TEST(log.empty());
    timers.abandon();
}

BOOST_FIXTURE_TEST_CASE(what_is_due_runs_in_order, fixture)
{
    BOOST_TEST(timers.arm(a, past + 2s));
    timers.set();
    BOOST_TEST(timers.arm(b, past + 1s));
    timers.set();
    BOOST_TEST(!timers.arm(c, past + 1s));
    timers.expired();
    timers.fire();
    BOOST_TEST(!timers.must_be_set());
    BOOST_TEST((log == std::vector{2, 3, 1}));
    BOOST_TEST(timers.empty());
}

BOOST_FIXTURE_TEST_CASE(what_is_not_due_waits_for_the_timer, fixture)
{
    timers.arm(a, past);
    timers.set();
    timers.arm(b, future);
    timers.expired();
    timers.fire();
    BOOST_TEST(timers.must_be_set());
    BOOST_TEST((log == std::vector{1}));
    BOOST_TEST((timers.set() == future));
    // An expiry that came too early.
    timers.fire();
    BOOST_TEST(!timers.must_be_set());
    timers.abandon();
}

BOOST_FIXTURE_TEST_CASE(what_is_armed_meanwhile_waits, fixture)
{
    struct again final : detail::timer_node
    {
        explicit again(fixture& f)
            : self(f)
        {
        }

        void expire() override
        {
            self.log.push_back(4);
            BOOST_TEST(self.timers.arm(self.a, past));
            self.timers.set();
        }

        fixture& self;
    } d(*this);
    timers.arm(d, past);
    timers.set();
    timers.arm(b, past + 1s);
    timers.expired();
    // The new one is the first, and the timer is set for it already. It keeps
    // the other waiting, which is due later.
    timers.fire();
    BOOST_TEST(!timers.must_be_set());
    BOOST_TEST((log == std::vector{4}));
    timers.expired();
    timers.fire();
    BOOST_TEST(!timers.must_be_set());
    BOOST_TEST((log == std::vector{4, 1, 2}));
}

BOOST_FIXTURE_TEST_CASE(one_that_throws_takes_no_others_along, fixture)
{
    struct thrower final : detail::timer_node
    {
        void expire() override
        {
            throw std::runtime_error("");
        }
    } d;
    timers.arm(d, past);
    timers.set();
    timers.arm(a, past + 1s);
    timers.expired();
    BOOST_CHECK_THROW(timers.fire(), std::runtime_error);
    BOOST_TEST(!d.armed());
    BOOST_TEST(timers.must_be_set());
    timers.set();
    timers.expired();
    timers.fire();
    BOOST_TEST((log == std::vector{1}));
}

BOOST_FIXTURE_TEST_CASE(a_timer_without_deadlines_is_cancelled_once, fixture)
{
    BOOST_TEST(!timers.unset_if_empty());
    timers.arm(a, future);
    timers.set();
    BOOST_TEST(!timers.unset_if_empty());
    timers.disarm(a);
    BOOST_TEST(timers.unset_if_empty());
    BOOST_TEST(!timers.unset_if_empty());
    BOOST_TEST(timers.arm(a, future + 1s));
    timers.abandon();
}

BOOST_FIXTURE_TEST_CASE(abandoned_from_the_first_to_the_last, fixture)
{
    timers.arm(a, future + 1s);
    timers.arm(b, past);
    timers.arm(c, future);
    timers.abandon();
    BOOST_TEST((log == std::vector{-2, -3, -1}));
    BOOST_TEST(timers.empty());
}

BOOST_FIXTURE_TEST_CASE(a_virtual_clock_goes_by_itself, fixture)
{
    BOOST_TEST(!timers.is_virtual());
    timers.use_virtual_clock();
    BOOST_TEST(timers.is_virtual());
    BOOST_TEST((timers.now() == at(0s)));
    BOOST_TEST(!timers.arm(a, at(1s)));
    BOOST_TEST(!timers.arm(b, at(2s)));
    timers.fire();
    BOOST_TEST(!timers.must_be_set());
    BOOST_TEST(log.empty());
    timers.advance_to(at(1s));
    timers.fire();
    BOOST_TEST(!timers.must_be_set());
    BOOST_TEST((log == std::vector{1}));
    timers.advance_to(at(0s)); // never back
    BOOST_TEST((timers.now() == at(1s)));
    timers.advance_to(timers.first());
    timers.fire();
    BOOST_TEST(!timers.must_be_set());
    BOOST_TEST((log == std::vector{1, 2}));
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
