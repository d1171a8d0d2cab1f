// A flag that coroutines wait for.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_EVENT_HPP
#define BOOST_ASYNCIO_EVENT_HPP

#include <boost/asyncio/detail/sync/event_state.hpp>

#include <source_location>

namespace boost::asyncio {

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
        state_.set();
    }

    /// Clears the flag: who comes now waits.
    void clear()
    {
        state_.clear();
    }

    /// Whether the flag is set.
    bool is_set() const noexcept
    {
        return state_.is_set();
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
        return detail::event_operation(state_, where);
    }

private:
    detail::event_state state_;
};

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_EVENT_HPP
