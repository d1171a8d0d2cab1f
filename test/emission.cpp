// emission: which of two came first, step by step.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/detail/loop/cancel_requests.hpp>
#include <boost/asyncio/detail/loop/emission.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(unit_emission)

namespace {

namespace detail = boost::asyncio::detail;

// A loop's queue, and what it knows of marks.
struct queue
{
    void begin(detail::emission& e)
    {
        e.begin(ready, latest, now);
    }

    void run_all()
    {
        while (!ready.empty())
            ready.pop_front().run();
    }

    detail::item_list ready;
    detail::era latest = 0;
    detail::era now = 0;
};

BOOST_AUTO_TEST_CASE(what_ends_before_the_mark_had_not_heard_of_it)
{
    queue q;
    detail::emission e;
    q.begin(e);
    BOOST_TEST(!e.taken_in(q.now));
    BOOST_TEST(!e.taken_outside());
    q.run_all();
}

BOOST_AUTO_TEST_CASE(each_queue_has_its_own_mark)
{
    queue q;
    detail::emission e;
    auto const number = e.next();
    q.begin(e);
    q.run_all();
    BOOST_TEST(e.taken_in(q.now));
    BOOST_TEST(!e.taken_outside());
    e.returned(number);
    BOOST_TEST(e.taken_outside());
}

BOOST_AUTO_TEST_CASE(what_began_in_an_earlier_era_had_not_heard_of_it)
{
    queue q;
    detail::emission e;
    auto const before = q.now;
    q.begin(e);
    q.run_all();
    BOOST_TEST(!e.taken_in(before));
}

BOOST_AUTO_TEST_CASE(the_mark_of_another_emission_says_nothing)
{
    queue q;
    detail::emission first;
    detail::emission second;
    auto const number = first.next();
    q.begin(first);
    q.begin(second);
    q.ready.pop_front().run();
    BOOST_TEST(first.taken_in(q.now));
    BOOST_TEST(!second.taken_in(q.now));
    first.returned(number);
    BOOST_TEST(!second.taken_outside());
    q.run_all();
    BOOST_TEST(second.taken_in(q.now));
}

BOOST_AUTO_TEST_CASE(an_old_mark_is_not_taken_for_that_of_the_next_request)
{
    queue q;
    detail::emission e;
    auto const old = e.next();
    q.begin(e);
    q.begin(e);
    e.returned(old);
    BOOST_TEST(!e.taken_outside());
    BOOST_TEST(!e.taken_in(q.now));
    q.run_all();
    BOOST_TEST(e.taken_in(q.now));
    q.begin(e);
    auto const forgotten = e.next() - 1;
    e.forget();
    e.returned(forgotten);
    BOOST_TEST(!e.taken_outside());
    q.run_all();
}

BOOST_AUTO_TEST_CASE(what_ends_while_the_request_is_passed_on_took_it)
{
    queue q;
    detail::emission e;
    q.begin(e);
    {
        detail::emission::passing_on const scope(e);
        BOOST_TEST(e.taken_outside());
        BOOST_TEST(e.taken_in(q.now));
    }
    BOOST_TEST(!e.taken_outside());
    q.run_all();
}

BOOST_AUTO_TEST_CASE(what_has_heard_of_it_took_it)
{
    queue q;
    detail::emission e;
    q.begin(e);
    e.heard(); // another request, from elsewhere
    BOOST_TEST(!e.taken_outside());
    {
        detail::emission::passing_on const scope(e);
        e.heard();
    }
    BOOST_TEST(e.taken_outside());
    BOOST_TEST(e.taken_in(q.now));
    q.begin(e);
    BOOST_TEST(!e.taken_in(q.now));
    q.run_all();
}

BOOST_AUTO_TEST_CASE(requests_are_remembered_sent_and_remembered_again)
{
    detail::cancel_requests r;
    BOOST_TEST(!r.pending());
    r.add({});
    r.remember();
    BOOST_TEST(r.remembered());
    r.send();
    BOOST_TEST(r.pending());
    BOOST_TEST(r.sent());
    BOOST_TEST(!r.remembered());
    BOOST_TEST(!r.take());
    BOOST_TEST(r.sent());
    r.arrived(false);
    BOOST_TEST(!r.sent());
    BOOST_TEST(r.take());
    BOOST_TEST(!r.pending());
    r.remember();
    r.send();
    r.arrived(true);
    BOOST_TEST(!r.pending());
    BOOST_TEST(r.count() == 1u);
}

BOOST_AUTO_TEST_CASE(one_that_is_taken_back_on_its_way_is_not_remembered)
{
    detail::cancel_requests r;
    r.add({});
    r.remember();
    r.send();
    BOOST_TEST(r.uncancel() == 0u);
    BOOST_TEST(!r.sent());
    BOOST_TEST(!r.remembered());
}

BOOST_AUTO_TEST_CASE(the_message_is_that_of_the_request_that_ended_the_wait)
{
    detail::cancel_requests r;
    r.add("first");
    r.remember();
    r.send();
    r.add("second");
    BOOST_TEST(r.message() == "first");
    r.arrived(true);
    r.add("third");
    BOOST_TEST(r.message() == "third");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
