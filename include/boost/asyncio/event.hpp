// A flag that coroutines wait for.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_EVENT_HPP
#define BOOST_ASYNCIO_EVENT_HPP

#include <boost/asyncio/detail/sync/primitive.hpp>

#include <source_location>
#include <string>

namespace boost::asyncio {

namespace detail {

class event_waiter;

} // namespace detail

/** A flag that wakes coroutines of one loop. Python's `asyncio.Event`.

    Whoever still waits when it is destroyed gets a `std::runtime_error`.

    @par Example
    @snippet event.cpp quick_look

    @par Thread Safety
    Belongs to one loop: all calls come from inside it. From another thread,
    use `event_loop::call_soon_threadsafe`.
*/
class event
{
public:
    /// An event that is not set.
    event() = default;

    event(event const&) = delete;
    event& operator=(event const&) = delete;

    /// Sets the flag. All that wait go on, in order of arrival, even if it is
    /// cleared before they do.
    void set()
    {
        queue_.check_thread();
        if (set_)
            return;
        set_ = true;
        queue_.wake_all();
    }

    /// Clears the flag: who comes now waits.
    void clear()
    {
        queue_.check_thread();
        set_ = false;
    }

    /// Whether the flag is set.
    bool is_set() const noexcept
    {
        return set_;
    }

    /** Waits for the flag.

        @par Completion
        Without a value. At once, without a turn of the loop, if it is set.

        @par Per-Operation Cancellation
        Supports every type.

        @throws std::runtime_error It has to wait, and others have waited for
        the event in a different loop.
    */
    auto wait(std::source_location where = std::source_location::current())
    {
        return detail::primitive_operation<detail::event_waiter, void, event>(
            *this, where);
    }

private:
    friend class detail::event_waiter;

    detail::wait_queue queue_{"an event"};
    bool set_ = false;
};

namespace detail {

class event_waiter : public queued_waiter
{
public:
    template<class Op>
    explicit event_waiter(Op&& op) noexcept
        : queued_waiter(op.where()), event_(op.primitive())
    {
    }

    bool ready()
    {
        event_.queue_.check_thread();
        return event_.set_;
    }

    void start() override
    {
        event_.queue_.enter(*this, loop());
        if (event_.set_)
            event_.queue_.wake_all();
    }

    bool cancel_wait(std::string const&) override
    {
        return cancel_in(event_.queue_);
    }

    void describe(wait_info& info) const override
    {
        info.what = "an event";
    }

    loop_state* home() const noexcept
    {
        return event_.queue_.home();
    }

    void take()
    {
        auto const f = foreign() ? settled() : leave();
        if (f != fate::none && f != fate::woken)
            fail(f, "an event");
    }

private:
    fate accept() noexcept override
    {
        return leave();
    }

    void pass_on() noexcept override
    {
        leave();
    }

    asyncio::event& event_;
};

} // namespace detail
} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_EVENT_HPP
