// An operation that waits inside a loop, and goes on by one hop.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_WAITER_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_WAITER_HPP

#include <boost/asyncio/detail/loop/continuation.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/loop/thread_state.hpp>
#include <boost/asyncio/detail/loop/wait_info.hpp>

#include <boost/config.hpp>

#include <atomic>
#include <cstdint>
#include <source_location>
#include <string>
#include <utility>

namespace boost::asyncio::detail {

// The base of the state of every operation. From construction to begin() it is
// the caller's; then it is parked: with the continuation inside, in the loop.
//
// A derived class has
//   bool ready();          // inside: the result is there, no need to park
//   void start();          // inside: registers; may call wake()
//   bool cancel_wait(msg); // asks what is waited for to stop
//   T take();              // the result, or throws
// and may have describe().
class waiter
    : public item
    , public list_links<parked_tag>
{
public:
    // The operation of the task that runs as `r`, whose own coroutine is parked
    // in `after`: no slot is needed, the task finds the operation.
    template<class State>
    BOOST_FORCEINLINE static void begin(State& s, runner_base& r)
    {
        waiter& w = s;
        w.runner_ = &r;
        r.waiting = &w;
        s.State::start();
        if (BOOST_UNLIKELY(r.requests->pending()))
            w.begin_requested();
    }

    // The operation of any other coroutine or handler, started in any thread.
    void begin(loop_state& l)
    {
        runner_ = after.identity();
        if (runner_ && &runner_->loop != &l)
            runner_ = nullptr;
        foreign_ = true;
        loop_ = &l;
        static std::atomic<std::uint64_t> serials = 0;
        serial_ = serials.fetch_add(1, std::memory_order_relaxed);
        if (auto slot = after.slot(); slot.is_connected())
            slot.template emplace<canceller>(l, *this, serial_);
        l.send(*this);
    }

    // Inside: asks an operation of a foreign coroutine to stop.
    void request(std::string const& message)
    {
        if (!started_ || !cancel_wait(message))
            cancelled_late_ = true;
        if (asked_)
            return;
        asked_ = true;
        asked_in_ = loop_->raw.era();
        if (current.runner)
            current.runner->emitted.heard();
    }

    // True for an operation that is to end as cancelled though its result is
    // there: the request came after the wake-up and before the step.
    BOOST_FORCEINLINE bool take_request()
    {
        if (foreign_)
            return std::exchange(cancelled_late_, false);
        return runner_ && runner_->requests->remembered() &&
               runner_->requests->take();
    }

    std::string request_message() const
    {
        return !foreign_ && runner_ && runner_->requests
            ? runner_->requests->message()
            : std::string();
    }

    std::uint64_t serial() const noexcept
    {
        return serial_;
    }

    // The loop goes away: destroys what would go on, and thereby this object.
    void destroy() noexcept
    {
        if (item::linked())
            item::unlink();
        if (foreign_ && started_)
            list_links<parked_tag>::unlink();
        else if (!foreign_)
            runner_->waiting = nullptr;
        after.destroy();
    }

    // Inside: for those who look at the loop.
    virtual void describe(wait_info&) const
    {
    }

    // Where it was made; line 0 if that is not known.
    std::source_location where() const noexcept
    {
        return where_;
    }

    continuation after;

    virtual bool cancel_wait(std::string const& message) = 0;

protected:
    explicit waiter(std::source_location where = {}) noexcept
        : list_links<parked_tag>(uninitialised_t()), where_(where)
    {
    }

    // It has gone on, or came here through destroy(): it is in no list.
    ~waiter() = default;

    virtual void start() = 0;

    // Inside: a foreign coroutine or handler is about to go on, perhaps in
    // another thread. Whatever is still known to the loop is taken back here.
    virtual void settle() noexcept
    {
    }

    // Inside: the result is there.
    BOOST_FORCEINLINE void wake() noexcept
    {
        loop().push(*this);
    }

    loop_state& loop() const noexcept
    {
        return foreign_ ? *loop_ : runner_->loop;
    }

    // Whether it may go on later than it is run, and in another thread: it is
    // not the operation of a task.
    bool foreign() const noexcept
    {
        return foreign_;
    }

    // On whose behalf it waits; null outside of tasks.
    runner_base* identity() const noexcept
    {
        return runner_;
    }

private:
    // A request that came before is for what is awaited next.
    BOOST_NOINLINE void begin_requested()
    {
        auto& requests = *runner_->requests;
        if (requests.sent())
            runner_->loop.raw.settle(*runner_);
        requests.gone_on();
        if (!requests.remembered() || !cancel_wait(requests.message()))
            return;
        requests.take();
        requests.wait_ended();
    }

    // What a foreign coroutine's slot calls. It may be called in a thread that
    // is not inside, and, if the coroutine goes on outside, when the operation
    // has ended.
    class canceller
    {
    public:
        canceller(loop_state& l, waiter& w, std::uint64_t serial) noexcept
            : loop_(l)
            , waiter_(&w)
            , serial_(serial)
            , goes_on_inside_(w.runner_ != nullptr)
        {
        }

        void operator()(asio::cancellation_type type)
        {
            if (type == asio::cancellation_type::none)
                return;
            if (goes_on_inside_ && loop_.inside())
            {
                waiter_->request({});
                return;
            }
            // An operation that is not parked has ended, or is still on its way
            // in: then a message that takes the same way comes after it.
            if (!loop_.inside() || !ask(loop_, waiter_, serial_))
                loop_.send_function(
                    [&l = loop_, w = waiter_, s = serial_] { ask(l, w, s); });
        }

    private:
        static bool ask(loop_state& l, waiter* w, std::uint64_t serial)
        {
            waiter* p = l.parked.empty() ? nullptr : &l.parked.front();
            for (; p; p = l.parked.after(*p))
                if (p == w && p->serial_ == serial)
                {
                    p->request({});
                    return true;
                }
            return false;
        }

        loop_state& loop_;
        waiter* waiter_;
        std::uint64_t serial_;
        bool goes_on_inside_;
    };

    void run() final
    {
        if (!foreign_)
            go_on();
        else
            run_foreign();
    }

    BOOST_NOINLINE void run_foreign()
    {
        if (!started_)
        {
            started_ = true;
            loop_->parked.push_back(*this);
            start();
            if (cancelled_late_ && cancel_wait({}))
                cancelled_late_ = false;
            return;
        }
        list_links<parked_tag>::unlink();
        settle();
        if (runner_)
        {
            raw_requests::origin const o(
                loop_->raw, true, asked_ ? asked_in_ : loop_->raw.era());
            resume_as(*runner_);
        }
        else
        {
            guest_scope const scope;
            after.dispatch();
        }
    }

    // Called from the queue, so there is no identity to go back to. A task's
    // own coroutine lets no exception out.
    void go_on()
    {
        runner_base& r = *runner_;
        r.waiting = nullptr;
        current.runner = &r;
        after.resume();
        current.runner = nullptr;
        r.loop.stepped(r);
    }

    void resume_as(runner_base& r)
    {
        {
            runner_scope scope(&r);
            after.resume_with_slot();
        }
        r.loop.stepped(r);
    }

    void abandon() noexcept final
    {
        destroy();
    }

    step_info step() const noexcept final
    {
        return {.task = runner_ ? runner_->task : nullptr, .where = where_};
    }

    runner_base* runner_ = nullptr;
    std::source_location where_;
    loop_state* loop_;     // of a foreign one
    std::uint64_t serial_; // likewise
    bool foreign_ = false;
    bool started_ = false;
    bool cancelled_late_ = false;
    bool asked_ = false; // of a foreign one
    era asked_in_;       // likewise
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_WAITER_HPP
