// Bodies of loop_state.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_STATE_IPP
#define BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_STATE_IPP

#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/loop/step_watch.hpp>

#include <optional>
#include <stdexcept>

namespace boost::asyncio::detail {

// ---- life -------------------------------------------------------------------

bool loop_state::release_recyclable() noexcept
{
    return references_.release([this]() noexcept { spares->push(*this); });
}

bool loop_state::has_nothing_to_do() noexcept
{
    return work_ == 0 && tasks.empty() && parked.empty() &&
           queue_.ready().empty() && timers.empty();
}

bool loop_state::leave_recyclable() noexcept
{
    bool const may_be_spare = has_nothing_to_do();
    references_.add_up();
    if (!queue_.leave())
        return false;
    // The service keeps it as long as the executor has threads.
    if (may_be_spare && references_.try_offer())
        spares->push(*this);
    return true;
}

// ---- the queue --------------------------------------------------------------

void loop_state::send_first(item& i)
{
    queue_.send_first(i);
    // A round that has begun does not look for it any more.
    enter(root, [this] { queue_.take_urgent(); }, false);
}

void loop_state::send(item& i) noexcept
{
    {
        // The context may be about to go, in another thread.
        std::lock_guard lock(foreign_mutex_);
        if (!down())
        {
            if (queue_.send(i))
                post_drain();
            return;
        }
    }
    i.abandon();
}

void loop_state::submit_nothing()
{
    enter(root, [] {}, false);
}

void loop_state::handler_item::run()
{
    auto& identity = identity_;
    auto& loop = identity.loop;
    if (inside_)
        --identity.queued;
    // The way of what has ended to the task that waits for it, which it is part
    // of. Others have a way of their own.
    bool const on_its_way = from_queue_ && &identity != &loop.root;
    raw_requests::origin const o(
        loop.raw, from_queue_, on_its_way ? era_ : loop.raw.era());
    {
        runner_scope const scope(&identity);
        call();
    }
    loop.stepped(identity);
}

// If the executor runs this handler, and nobody is inside, it need not wait.
loop_state::way_in loop_state::enter_from_outside(
    runner_base& identity, void (*call)(void*), void* f, bool allow_inline)
{
    if (down() || inside() || !on_executor_thread())
        return way_in::elsewhere;
    if (!allow_inline || current.loop || current.guest || !queue_.try_own())
        return way_in::executor;
    inside_scope const scope(*this);
    turn t(*this);
    {
        std::optional<step_watch> watch;
        if (debug)
            watch.emplace(*this, step_info{.task = identity.task});
        raw.outside();
        {
            runner_scope const as(&identity);
            call(f);
        }
        stepped(identity);
    }
    go_on(t);
    return way_in::taken;
}

void loop_state::put(item& i, way_in way)
{
    if (!down())
    {
        if (way == way_in::elsewhere)
            submit(i);
        // The executor runs this: it is not about to go.
        else if (queue_.send(i))
            post_drain();
        return;
    }
    if (!finished_)
    {
        // Perhaps a coroutine: it is destroyed when its time comes.
        push(i);
        return;
    }
    // Whatever it owns is destroyed. That may bring more of the kind here: one
    // after the other, lest the stack overflow.
    late_.push_back(i);
    if (std::exchange(dropping_, true))
        return;
    while (!late_.empty())
        late_.pop_front().abandon();
    dropping_ = false;
}

void loop_state::drain()
{
    if (down())
        return;
    inside_scope const scope(*this);
    run_turns(true);
}

void loop_state::go_on(turn& t)
{
    if (stopping())
    {
        stop_run();
        return;
    }
    t.left();
    run_turns();
}

void loop_state::run_turns(bool posted)
{
    queue_.take_urgent();
    if (debug)
        run_turns_as<true>(posted);
    else
        run_turns_as<false>(posted);
}

template<bool Watched>
void loop_state::run_turns_as([[maybe_unused]] bool posted)
{
    auto const run = [&](item& i)
    {
        if constexpr (Watched)
        {
            step_watch const watch(*this, i.step());
            i.run();
        }
        else
            i.run();
    };
    turn t(*this);
    raw.in_queue();
    if (BOOST_UNLIKELY(queue_.has_behind()) && posted)
    {
        queue_.look_behind();
        if (stopping())
        {
            stop_run();
            return;
        }
    }
    queue_.begin_round();
    for (;;)
    {
        if (!queue_.collect())
        {
            if (queue_.has_behind())
                return;
            if (leave())
            {
                t.left();
                return;
            }
            continue;
        }
        queue_.run_turn(run);
        if (stopping())
        {
            stop_run();
            return;
        }
        if (BOOST_UNLIKELY(queue_.is_questionable()) && goes_back())
            return;
    }
}

bool loop_state::goes_back() noexcept
{
    if (queue_.is_over())
        return true;
    auto const t = now();
    return queue_.is_over(t, timers.has_passed(t));
}

bool loop_state::leave() noexcept
{
    if (work_ == 0)
    {
        if (timers.unset_if_empty())
            cancel_timer();
        if (std::exchange(holds_work_, false))
            hold_work(false);
    }
    return recyclable ? leave_recyclable() : queue_.leave();
}

// ---- work -------------------------------------------------------------------

void loop_state::count_work(bool start) noexcept
{
    std::lock_guard lock(foreign_mutex_);
    if (start ? ++outer_work_ == 1 : --outer_work_ == 0)
        if (!down())
            hold_outer_work(start);
}

// ---- time -------------------------------------------------------------------

void loop_state::advance_to(clock::time_point t)
{
    timers.advance_to(t);
    enter(root, [this] { fire_timers(); }, true);
}

void loop_state::timer_expired()
{
    if (down() || timer_item_.queued.exchange(true, std::memory_order_relaxed))
        return;
    if (!current.loop && !current.guest && queue_.try_own())
    {
        inside_scope const scope(*this);
        turn t(*this);
        raw.outside();
        timer_item_.run();
        go_on(t);
    }
    else
        submit(timer_item_);
}

void loop_state::timer_item::run()
{
    queued.store(false, std::memory_order_relaxed);
    loop_.timers.expired();
    loop_.fire_timers();
}

void loop_state::timer_item::abandon() noexcept
{
}

void loop_state::fire_timers()
{
    auto const set = [this]
    {
        if (timers.must_be_set())
            wait_timer(timers.set());
    };
    try
    {
        timers.fire();
    }
    catch (...)
    {
        // What leaves the loop, such as keyboard_interrupt, takes no deadlines
        // along.
        set();
        throw;
    }
    set();
}

// ---- what goes to operations of Asio, and what leaves the loop --------------

void loop_state::deliver(runner_base& r)
{
    if (raw.ask(r))
        push_behind(r.behind);
}

void loop_state::deliver_now(runner_base& r)
{
    if (!raw.may_emit(r))
        return;
    post_mark(r, r.emitted.next());
    raw.begin(r, queue_.ready());
    raw.emit(r);
    // Perhaps the task went on in the middle, and was asked again.
    if (r.requests && !r.in_marked_suspension())
        stepped(r);
}

BOOST_ASYNCIO_DECL void runner_base::request::run()
{
    runner_.loop.deliver_now(runner_);
}

void loop_state::mark_returned(runner_base& r, unsigned number)
{
    enter(root, [&r, number] { r.emitted.returned(number); }, true);
}

void loop_state::let_escape()
{
    std::rethrow_exception(std::exchange(escaping_, nullptr));
}

void loop_state::report_error(report const& r) noexcept
{
    // The handler may go before the loop, with what it refers to.
    if (down() || !exception_handler)
    {
        print_report(r);
        return;
    }
    try
    {
        auto const handler = exception_handler;
        handler(r);
    }
    catch (...)
    {
        print_report(
            {.message = "Unhandled error in exception handler",
             .exception = std::current_exception()});
    }
}

void loop_state::require_here() const
{
    if (debug && !inside() && is_running && current.running != this)
        throw std::runtime_error(
            "Non-thread-safe operation invoked on an event loop other than the "
            "current one");
}

// ---- stopping ---------------------------------------------------------------

void loop_state::on_stop(std::function<void()> f)
{
    std::lock_guard lock(foreign_mutex_);
    on_stop_ = std::move(f);
}

void loop_state::call_on_stop()
{
    // The run that was to stop may have ended meanwhile, and another one begun:
    // that has cleared the flag.
    std::lock_guard lock(foreign_mutex_);
    if (on_stop_ && stopping())
        on_stop_();
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_STATE_IPP
