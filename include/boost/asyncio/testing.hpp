// A loop on a virtual clock, for tests.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_TESTING_HPP
#define BOOST_ASYNCIO_TESTING_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/event_loop.hpp>

#include <algorithm>
#include <memory>

namespace boost::asyncio {

/** A loop whose time jumps to the next timer when nothing is ready, so that
    the test of an hour's timeout takes microseconds.

    Its time starts at zero, and stands still while a function of `to_thread` or
    `run_in_executor` is awaited. Only this library's timers are virtual: an
    `asio::steady_timer` waits for real, and the clock does not wait for it.

    @par Example
    @snippet testing.cpp quick_look
*/
class virtual_loop : public event_loop
{
public:
    /// A loop with an `io_context` of its own.
    BOOST_ASYNCIO_COLD_DECL virtual_loop();

    /// Moves the clock on by `d`; what has become due runs in the next turn.
    template<duration D>
    void advance(D d)
    {
        state().advance_to(
            state().now() +
            (std::max)(detail::to_clock_duration(d), clock::duration::zero()));
    }

protected:
    BOOST_ASYNCIO_COLD_DECL void
    run_context(asio::io_context& context) override;
};

/// For `run_options::loop_factory`.
BOOST_ASYNCIO_COLD_DECL std::unique_ptr<event_loop> new_virtual_loop();

} // namespace boost::asyncio

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/impl/testing.ipp>
#endif

#endif // BOOST_ASYNCIO_TESTING_HPP
