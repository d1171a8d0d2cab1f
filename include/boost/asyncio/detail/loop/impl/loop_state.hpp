// Bodies of loop_state.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_STATE_HPP

#include <boost/asyncio/detail/loop/loop_state.hpp>

#include <new>
#include <optional>

namespace boost::asyncio::detail {

// A handler that could not run at once.
template<class F>
class loop_state::function_item final : public item
{
public:
    static function_item* make(runner_base& identity, F&& f)
    {
        allocator a;
        auto* const p = a.allocate(1);
        try
        {
            return ::new (p) function_item(identity, std::move(f));
        }
        catch (...)
        {
            a.deallocate(p, 1);
            throw;
        }
    }

    void run() override
    {
        auto& identity = identity_;
        auto& loop = identity.loop;
        if (inside_)
            --identity.queued;
        // The way of what has ended to the task that waits for it, which it is
        // part of. Others have a way of their own.
        bool const on_its_way = from_queue_ && &identity != &loop.root;
        raw_requests::origin const o(
            loop.raw, from_queue_, on_its_way ? era_ : loop.raw.era());
        F f(std::move(f_));
        destroy();
        loop.run_as(identity, f);
    }

    void abandon() noexcept override
    {
        [[maybe_unused]] F f(std::move(f_));
        destroy();
    }

    runner_base* handler_of() const noexcept override
    {
        return &identity_;
    }

    step_info step() const noexcept override
    {
        return {.task = identity_.task};
    }

private:
    using allocator = asio::recycling_allocator<function_item>;

    function_item(runner_base& identity, F&& f)
        : identity_(identity)
        , f_(std::move(f))
        , inside_(identity.loop.inside())
        , from_queue_(inside_ && identity.loop.raw.from_queue())
        , era_(from_queue_ ? identity.loop.raw.era() : 0)
    {
        if (inside_)
            ++identity.queued;
    }

    void destroy() noexcept
    {
        this->~function_item();
        allocator().deallocate(this, 1);
    }

    runner_base& identity_;
    F f_;
    bool inside_;
    bool from_queue_;
    detail::era era_;
};

template<class F>
void loop_state::run_as(runner_base& identity, F& f)
{
    {
        runner_scope scope(&identity);
        std::move(f)();
    }
    stepped(identity);
}

template<class F>
void loop_state::enter(runner_base& identity, F&& f, bool allow_inline)
{
    using function = std::decay_t<F>;
    if (down())
    {
        if (!finished_)
        {
            // Perhaps a coroutine: it is destroyed when its time comes.
            push(*function_item<function>::make(
                identity, function(std::forward<F>(f))));
            return;
        }
        // Whatever f owns is destroyed. That may bring more of the kind here:
        // one after the other, lest the stack overflow.
        if (destroying_)
        {
            to_destroy_.push_back(*function_item<function>::make(
                identity, function(std::forward<F>(f))));
            return;
        }
        destroying_ = true;
        {
            [[maybe_unused]] function dying(std::forward<F>(f));
        }
        while (!to_destroy_.empty())
            to_destroy_.pop_front().abandon();
        destroying_ = false;
        return;
    }
    bool const in_executor = !inside() && on_executor_thread();
    if (allow_inline)
    {
        if (inside())
        {
            if (current.runner == &identity)
            {
                identity.emitted.heard();
                function local(std::forward<F>(f));
                std::move(local)();
                return;
            }
        }
        else if (
            !current.loop && in_executor && !current.guest &&
            queue_.try_own())
        {
            entered scope(*this);
            turn t(*this);
            {
                std::optional<step_watch> watch;
                if (debug)
                    watch.emplace(*this, step_info{.task = identity.task});
                function local(std::forward<F>(f));
                raw.outside();
                run_as(identity, local);
            }
            go_on(t);
            return;
        }
    }
    item& i = *function_item<function>::make(
        identity, function(std::forward<F>(f)));
    if (in_executor)
    {
        // The executor runs this: it is not about to go.
        if (queue_.send(i))
            post_drain();
    }
    else
        submit(i);
}

template<class F>
void loop_state::send_function(F f)
{
    send(*static_cast<item*>(function_item<F>::make(root, std::move(f))));
}

inline bool loop_state::leave() noexcept
{
    if (work_ == 0)
    {
        if (timers_.unset_if_empty())
            cancel_timer();
        if (std::exchange(holds_work_, false))
            hold_work(false);
    }
    return queue_.leave();
}

// What somebody has set here, who may come back with the same executor.
inline bool loop_state::has_settings() const noexcept
{
    return handle || exception_handler || on_stop_ || closed ||
           timers_.is_virtual() || !signals.empty() || threads.is_set() ||
           debug != debug_by_default() ||
           slow_callback_duration != slow_by_default;
}

inline bool loop_state::try_recycle() noexcept
{
    if (!recyclable || !queue_.try_own())
        return false;
    // Without a reference there is nobody who changes anything meanwhile.
    bool const unused =
        refs_.load(std::memory_order_acquire) + local_refs_ - own_refs_ ==
            bias &&
        work_ == 0 && outer_work_ == 0 && tasks.empty() && parked.empty() &&
        queue_.ready().empty() && timers_.empty() && !has_settings();
    if (unused)
        clear_stop();
    // Nothing can have been submitted: nobody knows the loop.
    if (!leave())
        post_drain();
    return unused;
}

inline void loop_state::submit(item& i) noexcept
{
    if (inside())
        push(i);
    else
        send(i);
}

inline void loop_state::send(item& i) noexcept
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

inline void loop_state::count_work(bool start) noexcept
{
    std::lock_guard lock(foreign_mutex_);
    if (start ? ++outer_work_ == 1 : --outer_work_ == 0)
        if (!down())
            hold_outer_work(start);
}

inline void loop_state::drain()
{
    if (down())
        return;
    entered scope(*this);
    run_turn(true);
}

inline void loop_state::go_on(turn& t)
{
    if (stopping())
    {
        stop_run();
        return;
    }
    t.left();
    run_turn();
}

inline void loop_state::run_turn(bool posted)
{
    queue_.take_urgent();
    if (debug)
        run_turn_as<true>(posted);
    else
        run_turn_as<false>(posted);
}

template<bool Watched>
void loop_state::run_turn_as([[maybe_unused]] bool posted)
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

BOOST_NOINLINE inline bool loop_state::goes_back() noexcept
{
    if (queue_.is_over())
        return true;
    auto const t = now();
    return queue_.is_over(t, timers_.has_passed(t));
}

inline void loop_state::timer_expired()
{
    if (down() || timer_item_.queued.exchange(true, std::memory_order_relaxed))
        return;
    if (!current.loop && !current.guest && queue_.try_own())
    {
        entered scope(*this);
        turn t(*this);
        raw.outside();
        timer_item_.run();
        go_on(t);
    }
    else
        submit(timer_item_);
}

inline void loop_state::fire_timers()
{
    auto const set = [this]
    {
        if (timers_.must_be_set())
            wait_timer(timers_.set());
    };
    try
    {
        timers_.fire();
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

inline void loop_state::advance_to(clock::time_point t)
{
    timers_.advance_to(t);
    enter(root, [this] { fire_timers(); }, true);
}

inline void loop_state::deliver(runner_base& r)
{
    if (raw.ask(r))
        push_behind(r.behind);
}

inline void loop_state::deliver_now(runner_base& r)
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

inline void runner_base::request::run()
{
    runner_.loop.deliver_now(runner_);
}

inline void loop_state::report_error(report const& r) noexcept
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

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_STATE_HPP
