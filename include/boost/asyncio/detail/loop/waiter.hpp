// An operation that waits inside a loop, and goes on by one hop.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_WAITER_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_WAITER_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/continuation.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/loop/thread_state.hpp>
#include <boost/asyncio/detail/loop/wait_info.hpp>

#include <boost/config.hpp>

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
    BOOST_ASYNCIO_FORCEINLINE static void begin(State& s, runner_base& r)
    {
        waiter& w = s;
        w.runner_ = &r;
        r.waiting = &w;
        s.State::start();
        if (BOOST_UNLIKELY(r.requests->pending()))
            w.begin_requested();
    }

    // The operation of any other coroutine or handler, started in any thread.
    BOOST_ASYNCIO_DECL void begin(loop_state& l);

    // Inside: asks an operation of a foreign coroutine to stop.
    BOOST_ASYNCIO_DECL void request(std::string const& message);

    // True for an operation that is to end as cancelled though its result is
    // there: the request came after the wake-up and before the step.
    BOOST_ASYNCIO_FORCEINLINE bool take_request()
    {
        if (foreign_)
            return std::exchange(cancelled_late_, false);
        return runner_ && runner_->requests->remembered() &&
               runner_->requests->take();
    }

    BOOST_ASYNCIO_DECL std::string request_message() const;

    std::uint64_t serial() const noexcept
    {
        return serial_;
    }

    // The loop goes away: destroys what would go on, and thereby this object.
    BOOST_ASYNCIO_DECL void destroy() noexcept;

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
    BOOST_ASYNCIO_FORCEINLINE void wake() noexcept
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
    BOOST_NOINLINE BOOST_ASYNCIO_DECL void begin_requested();

    class canceller;

    BOOST_ASYNCIO_DECL void run() final;
    BOOST_NOINLINE BOOST_ASYNCIO_DECL void run_foreign();
    BOOST_ASYNCIO_DECL void go_on();
    BOOST_ASYNCIO_DECL void resume_as(runner_base& r);
    BOOST_ASYNCIO_DECL void abandon() noexcept final;
    BOOST_ASYNCIO_DECL step_info step() const noexcept final;

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

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/loop/impl/waiter.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_LOOP_WAITER_HPP
