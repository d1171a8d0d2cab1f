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
            ready_.push_back(*function_item<function>::make(
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
            inbox_.try_own())
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
        if (inbox_.push(i))
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

// Nothing runs any more: releases what is queued, and what that brings.
inline void loop_state::abandon_ready() noexcept
{
    if (auto* const i = urgent_.exchange(nullptr))
        i->abandon();
    inbox_.take(ready_);
    while (!ready_.empty())
        ready_.pop_front().abandon();
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
    return inbox_.leave();
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
    if (!recyclable || !inbox_.try_own())
        return false;
    // Without a reference there is nobody who changes anything meanwhile.
    bool const unused =
        refs_.load(std::memory_order_acquire) + local_refs_ - own_refs_ ==
            bias &&
        work_ == 0 && outer_work_ == 0 && tasks.empty() && parked.empty() &&
        ready_.empty() && timers_.empty() && !has_settings();
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
            if (inbox_.push(i))
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
    if (BOOST_UNLIKELY(urgent_.load(std::memory_order_relaxed) != nullptr))
        push_first(*urgent_.exchange(nullptr, std::memory_order_acquire));
    if (debug)
        run_turn_as<true>(posted);
    else
        run_turn_as<false>(posted);
}

// A loop with items behind stays owned, and completions come to its inbox. This
// is called by a drain that was posted since: what the executor had queued is
// there now. It has its turn first, and may destroy more objects.
inline void loop_state::look_behind()
{
    constexpr int most_looks = 16;
    item_list arrived;
    inbox_.take(arrived);
    if (!arrived.empty())
    {
        if (++looks_ < most_looks)
        {
            ready_.splice_back(arrived);
            return;
        }
        // Something arrives all the time: it comes first, and nothing else.
        batch_.splice_back(arrived);
        while (!batch_.empty())
            batch_.pop_front().run();
    }
    looks_ = 0;

    // What comes meanwhile waits for the next time.
    struct scope
    {
        ~scope()
        {
            loop.behind_.splice_front(items);
        }

        loop_state& loop;
        item_list items = {};
    } now{*this};
    now.items.splice_back(behind_);
    while (!now.items.empty())
        now.items.pop_front().run();
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
    if (BOOST_UNLIKELY(!behind_.empty()) && posted)
    {
        look_behind();
        if (stopping())
        {
            stop_run();
            return;
        }
    }
    int items = pace::most_items;
    turns_left_ = behind_.empty() && !limit_passed_ ? pace_.turns() : 1;
    for (;;)
    {
        inbox_.take(ready_);
        if (ready_.empty())
        {
            if (!behind_.empty())
                return;
            if (leave())
            {
                t.left();
                return;
            }
            continue;
        }
        if (ready_.has_one())
            run(ready_.pop_front());
        else
        {
            batch_.splice_back(ready_);
            do
            {
                run(batch_.pop_front());
                --items;
            } while (!batch_.empty());
            if (items <= 0)
                turns_left_ = 1;
        }
        if (stopping())
        {
            stop_run();
            return;
        }
        if (BOOST_UNLIKELY(--turns_left_ <= 0))
        {
            items -= pace_.turns();
            if (items <= 0 || !behind_.empty() || wants_visit())
                return;
            turns_left_ = pace_.turns();
        }
    }
}

// Whether it is time to go back to the executor.
BOOST_NOINLINE inline bool loop_state::wants_visit() noexcept
{
    auto const t = now();
    limit_passed_ = timers_.has_passed(t);
    return pace_.is_due(t) || limit_passed_;
}

inline void loop_state::timer_expired()
{
    if (down() || timer_item_.queued.exchange(true, std::memory_order_relaxed))
        return;
    if (!current.loop && !current.guest && inbox_.try_own())
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
    raw.begin(r, ready_);
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
