// Waiting for a signal in a loop.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_RUN_SIGNAL_WAIT_HPP
#define BOOST_ASYNCIO_DETAIL_RUN_SIGNAL_WAIT_HPP

#include <boost/asyncio/config.hpp>

#include <functional>
#include <memory>

namespace boost::asyncio::detail {

class loop_state;

// Catches a signal as long as it exists.
class signal_wait
{
public:
    BOOST_ASYNCIO_COLD_DECL signal_wait(loop_state& l, int signal);
    BOOST_ASYNCIO_COLD_DECL ~signal_wait();

    signal_wait(signal_wait const&) = delete;
    signal_wait& operator=(signal_wait const&) = delete;

    // Calls `f` inside the loop when the signal has arrived; once.
    BOOST_ASYNCIO_COLD_DECL void wait(std::function<void()> f);

private:
    struct signal_set; // that of Asio is an expensive header

    std::unique_ptr<signal_set> set_;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/run/impl/signal_wait.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_RUN_SIGNAL_WAIT_HPP
