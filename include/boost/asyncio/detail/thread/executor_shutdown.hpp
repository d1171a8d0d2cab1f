// Waiting for the functions in the default pool of a loop.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_THREAD_EXECUTOR_SHUTDOWN_HPP
#define BOOST_ASYNCIO_DETAIL_THREAD_EXECUTOR_SHUTDOWN_HPP

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

        explicit wait_state(executor_shutdown&& op) noexcept
            : loop_(std::move(op.loop_))
        {
        }

        loop_state* home() const noexcept
        {
            return loop_.get();
        }

        bool ready() noexcept
        {
            loop_->threads.close();
            return loop_->threads.on_default == 0;
        }

        void start() override
        {
            if (ready())
                wake();
            else
                loop_->threads.waiters.push_back(*this);
        }

        bool cancel_wait(std::string const&) override
        {
            if (cancelled_ || loop_->threads.on_default == 0)
                return false;
            item::unlink();
            cancelled_ = true;
            wake();
            return true;
        }

        void describe(wait_info& info) const override
        {
            info.what = "the functions in the default pool";
        }

        void take()
        {
            if (cancelled_)
                throw_cancelled(*this);
        }

    private:
        loop_ptr loop_;
        bool cancelled_ = false;
    };

private:
    loop_ptr loop_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_THREAD_EXECUTOR_SHUTDOWN_HPP
