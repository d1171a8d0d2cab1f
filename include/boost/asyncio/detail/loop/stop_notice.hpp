// Waiting for a loop that other threads may run, too.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_STOP_NOTICE_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_STOP_NOTICE_HPP

#include <boost/asyncio/config.hpp>

#include <functional>
#include <memory>

namespace boost::asio {

class io_context;

} // namespace boost::asio

namespace boost::asyncio::detail {

// Ends a thread's wait for a loop that other threads may run, too.
class stop_notice
{
public:
    // For a thread that runs `c`, one handler at a time, or that waits.
    BOOST_ASYNCIO_COLD_DECL explicit stop_notice(asio::io_context* c);
    BOOST_ASYNCIO_COLD_DECL ~stop_notice();

    stop_notice(stop_notice const&) = delete;
    stop_notice& operator=(stop_notice const&) = delete;

    BOOST_ASYNCIO_COLD_DECL std::function<void()> notifier() const;
    BOOST_ASYNCIO_COLD_DECL bool stopped() const noexcept;

    // Also until `never` says that the notice cannot come any more. Nobody
    // tells when that happens, so it is asked now and then.
    BOOST_ASYNCIO_COLD_DECL void wait(std::function<bool()> const& never) const;

private:
    struct shared;
    struct message;

    std::shared_ptr<shared> shared_;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/loop/impl/stop_notice.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_LOOP_STOP_NOTICE_HPP
