// Waiting for the functions in the default pool of a loop.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_THREAD_EXECUTOR_SHUTDOWN_HPP
#define BOOST_ASYNCIO_DETAIL_THREAD_EXECUTOR_SHUTDOWN_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/loop/waiter.hpp>
#include <boost/asyncio/detail/operation/operation.hpp>

#include <string>
#include <utility>

namespace boost::asyncio::detail {

class [[nodiscard]] executor_shutdown
    : public operation_base<executor_shutdown, void>
{
public:
    explicit executor_shutdown(loop_ptr l) noexcept
        : loop_(std::move(l))
    {
    }

    class wait_state : public waiter
    {
    public:
        static constexpr bool runs = false;

        BOOST_ASYNCIO_COLD_DECL explicit wait_state(
            executor_shutdown&& op) noexcept;

        loop_state* home() const noexcept
        {
            return loop_.get();
        }

        BOOST_ASYNCIO_COLD_DECL bool ready() noexcept;
        BOOST_ASYNCIO_COLD_DECL void start() override;
        BOOST_ASYNCIO_COLD_DECL bool cancel_wait(std::string const&) override;
        BOOST_ASYNCIO_COLD_DECL void describe(wait_info& info) const override;
        BOOST_ASYNCIO_COLD_DECL void take();

    private:
        loop_ptr loop_;
        bool cancelled_ = false;
    };

private:
    loop_ptr loop_;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/thread/impl/executor_shutdown.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_THREAD_EXECUTOR_SHUTDOWN_HPP
