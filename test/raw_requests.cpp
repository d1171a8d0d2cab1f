// raw_requests: a request on its way into an operation of Asio, step by step.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/detail/loop/raw_requests.hpp>

#include <boost/asyncio/detail/task/loop_service.hpp>
#include <boost/test/unit_test.hpp>

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/io_context.hpp>

#include <utility>

BOOST_AUTO_TEST_SUITE(unit_raw_requests)

namespace {

namespace asio = boost::asio;
namespace detail = boost::asyncio::detail;

// A runner whose task waits for an operation of Asio.
class runner final : public detail::runner_base
{
public:
    explicit runner(detail::loop_state& l)
        : runner_base(l)
    {
        requests = &of_task;
    }

    bool has_cancellation_handler() const noexcept override
    {
        return listens;
    }

    void mark_suspension() noexcept override
    {
        marked = true;
    }

    bool in_marked_suspension() const noexcept override
    {
        return marked;
    }

    void cancel()
    {
        of_task.add({});
        of_task.remember();
    }

    // Its coroutine goes on.
    void go_on() noexcept
    {
        marked = false;
    }

    detail::cancel_requests of_task;
    bool listens = true;
    bool marked = false;
};

struct fixture
{
    // As far as it goes without an executor. Gives the number of the mark
    // that would be posted.
    unsigned send(runner& x)
    {
        BOOST_TEST(raw.ask(x));
        BOOST_TEST(raw.may_emit(x));
        auto const number = x.emitted.next();
        raw.begin(x, ready);
        return number;
    }

    void run_queue()
    {
        raw.in_queue();
        while (!ready.empty())
            ready.pop_front().run();
    }

    asio::io_context context;
    detail::loop_ptr loop = detail::loop_of(context);
    detail::item_list ready;
    detail::raw_requests raw;
    runner r{*loop};
};

BOOST_FIXTURE_TEST_CASE(who_listens_is_asked, fixture)
{
    BOOST_TEST(!raw.ask(r)); // there is no request
    r.cancel();
    r.listens = false;
    BOOST_TEST(!raw.ask(r));
    BOOST_TEST(r.of_task.remembered());
    r.listens = true;
    BOOST_TEST(raw.ask(r));
    BOOST_TEST(r.of_task.remembered());
}

BOOST_FIXTURE_TEST_CASE(it_stands_in_line_once, fixture)
{
    detail::item_list behind;
    r.cancel();
    BOOST_TEST(raw.ask(r));
    behind.push_back(r.behind);
    BOOST_TEST(!raw.ask(r));
    r.behind.unlink();
    BOOST_TEST(raw.ask(r));
}

BOOST_FIXTURE_TEST_CASE(when_its_turn_comes_it_is_looked_at_again, fixture)
{
    BOOST_TEST(!raw.may_emit(r)); // taken back
    r.cancel();
    BOOST_TEST(raw.may_emit(r));
    r.listens = false; // it has completed
    BOOST_TEST(!raw.may_emit(r));
    r.listens = true;
    r.queued = 1; // something is to run as this task
    BOOST_TEST(!raw.may_emit(r));
    r.queued = 0;
    r.marked = true; // asked already
    BOOST_TEST(!raw.may_emit(r));
    r.marked = false;
    BOOST_TEST(raw.may_emit(r));
    r.requests = nullptr; // the task has ended
    BOOST_TEST(!raw.may_emit(r));
}

BOOST_FIXTURE_TEST_CASE(it_is_sent_with_a_mark, fixture)
{
    r.cancel();
    send(r);
    BOOST_TEST(r.marked);
    BOOST_TEST(r.emitted_to);
    BOOST_TEST(r.of_task.sent());
    BOOST_TEST(!r.of_task.remembered());
    BOOST_TEST(!ready.empty());
    run_queue();
}

BOOST_FIXTURE_TEST_CASE(several_before_it_goes_on_are_one, fixture)
{
    r.cancel();
    send(r);
    r.cancel();
    BOOST_TEST(!raw.ask(r));
    BOOST_TEST(r.of_task.sent());
    BOOST_TEST(!r.of_task.remembered());
    run_queue();
}

BOOST_FIXTURE_TEST_CASE(what_the_executor_runs_before_the_mark, fixture)
{
    r.cancel();
    auto const number = send(r);
    run_queue(); // the other mark says nothing of it
    raw.outside();
    r.go_on();
    raw.settle(r);
    BOOST_TEST(r.of_task.remembered());
    r.emitted.returned(number); // too late
    BOOST_TEST(r.of_task.remembered());
    // It is for the next operation.
    send(r);
    BOOST_TEST(!r.of_task.remembered());
    run_queue();
}

BOOST_FIXTURE_TEST_CASE(what_the_executor_runs_after_the_mark, fixture)
{
    r.cancel();
    auto const number = send(r);
    r.emitted.returned(number);
    raw.outside();
    r.go_on();
    raw.settle(r);
    BOOST_TEST(!r.of_task.pending());
    run_queue();
}

BOOST_FIXTURE_TEST_CASE(what_the_queue_runs_before_and_after_the_mark, fixture)
{
    runner other(*loop);
    r.cancel();
    other.cancel();
    raw.in_queue();
    auto const number = send(r);
    r.emitted.returned(number); // says nothing of this queue
    send(other);
    r.go_on();
    raw.settle(r);
    BOOST_TEST(r.of_task.remembered());
    run_queue();
    other.go_on();
    raw.settle(other);
    BOOST_TEST(!other.of_task.pending());
}

BOOST_FIXTURE_TEST_CASE(a_step_that_began_before_the_mark, fixture)
{
    raw.in_queue();
    auto const began = raw.era();
    r.cancel();
    send(r);
    run_queue();
    BOOST_TEST(raw.era() != began);
    {
        detail::raw_requests::origin const o(raw, true, began);
        BOOST_TEST(raw.era() == began);
        r.go_on();
        raw.settle(r);
    }
    BOOST_TEST(raw.era() != began);
    BOOST_TEST(r.of_task.remembered());
}

BOOST_FIXTURE_TEST_CASE(a_step_that_the_executor_had_begun, fixture)
{
    raw.in_queue();
    r.cancel();
    auto const number = send(r);
    run_queue();
    {
        detail::raw_requests::origin const o(raw, false, raw.era());
        BOOST_TEST(!raw.from_queue());
        r.emitted.returned(number);
        r.go_on();
        raw.settle(r);
    }
    BOOST_TEST(raw.from_queue());
    BOOST_TEST(!r.of_task.pending());
}

BOOST_FIXTURE_TEST_CASE(it_is_emitted_as_the_task, fixture)
{
    auto got = asio::cancellation_type::none;
    detail::runner_base* as = nullptr;
    r.signal.slot().assign(
        [&](asio::cancellation_type t)
        {
            got = t;
            as = detail::current.runner;
            // It ends at once: by the request, whatever the marks say.
            r.go_on();
            raw.settle(r);
        });
    r.cancel();
    send(r);
    raw.emit(r);
    BOOST_TEST((got == asio::cancellation_type::terminal));
    BOOST_TEST(as == &r);
    BOOST_TEST(detail::current.runner == nullptr);
    BOOST_TEST(!r.of_task.pending());
    run_queue();
}

BOOST_FIXTURE_TEST_CASE(the_next_task_of_a_runner_knows_nothing_of_it, fixture)
{
    r.cancel();
    auto const number = send(r);
    r.go_on();
    r.emitted.forget();
    r.of_task = {};
    r.cancel();
    auto const next = send(r);
    r.emitted.returned(number);
    raw.outside();
    r.go_on();
    raw.settle(r);
    BOOST_TEST(r.of_task.remembered());
    BOOST_TEST(next != number);
    run_queue();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
