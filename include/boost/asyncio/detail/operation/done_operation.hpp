// An operation that has nothing to wait for.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_OPERATION_DONE_OPERATION_HPP
#define BOOST_ASYNCIO_DETAIL_OPERATION_DONE_OPERATION_HPP

#include <boost/asyncio/detail/operation/operation.hpp>

#include <string>

namespace boost::asyncio::detail {

class [[nodiscard]] done_operation
    : public operation_base<done_operation, void>
{
public:
    class wait_state : public waiter
    {
    public:
        static constexpr bool runs = false;

        explicit wait_state(done_operation&&) noexcept
        {
        }

        loop_state* home() const noexcept
        {
            return nullptr;
        }

        bool ready() const noexcept
        {
            return true;
        }

        void start() override
        {
            wake();
        }

        bool cancel_wait(std::string const&) override
        {
            return false;
        }

        void take() const noexcept
        {
        }
    };
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_OPERATION_DONE_OPERATION_HPP
