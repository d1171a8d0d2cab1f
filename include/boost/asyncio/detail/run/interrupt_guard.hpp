// Ctrl-C while a main task runs.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_RUN_INTERRUPT_GUARD_HPP
#define BOOST_ASYNCIO_DETAIL_RUN_INTERRUPT_GUARD_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/task.hpp>

#include <memory>

namespace boost::asyncio::detail {

class loop_state;

// The first SIGINT cancels the main task, the second one leaves the loop. Only
// where its disposition is the default one, which it has again at the end.
class interrupt_guard
{
public:
    // Before there is a main task, which may begin at once.
    BOOST_ASYNCIO_COLD_DECL interrupt_guard(loop_state& l, bool enabled);

    interrupt_guard(interrupt_guard const&) = delete;
    interrupt_guard& operator=(interrupt_guard const&) = delete;

    BOOST_ASYNCIO_COLD_DECL ~interrupt_guard();

    // From outside of the loop.
    BOOST_ASYNCIO_COLD_DECL void watch(any_task main);

    // Restores the disposition. What comes after that is not ours.
    BOOST_ASYNCIO_COLD_DECL void end() noexcept;

    // After the end: whether one came that asked for more than to cancel.
    BOOST_ASYNCIO_COLD_DECL bool interrupted() const noexcept;

    // After the end: whether one came that the main task was not told of.
    BOOST_ASYNCIO_COLD_DECL bool missed() const noexcept;

    // After the end: whether a cancellation of the main task is due to SIGINT
    // alone. One that was missed was a request, too.
    BOOST_ASYNCIO_COLD_DECL bool caused_cancellation() const;

private:
    struct shared; // what the handler refers to

    std::shared_ptr<shared> shared_;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/run/impl/interrupt_guard.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_RUN_INTERRUPT_GUARD_HPP
