// The operation behind the next() of as_completed.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_NEXT_OPERATION_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_NEXT_OPERATION_HPP

#include <boost/asyncio/detail/operation/get_operation.hpp>
#include <boost/asyncio/detail/operation/operation.hpp>
#include <boost/asyncio/detail/wait/as_completed_state.hpp>

#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

template<class Handle>
using handle_state = typename std::remove_reference_t<
    decltype(handle_access::state(std::declval<Handle&>()))>::element_type;

template<class Handle>
class [[nodiscard]] next_operation
    : public operation_base<next_operation<Handle>, std::optional<Handle>>
{
public:
    next_operation(
        as_completed_state::ptr s, std::source_location where) noexcept
        : state_(std::move(s)), where_(where)
    {
    }

    class wait_state : public next_waiter
    {
    public:
        explicit wait_state(next_operation&& op) noexcept
            : next_waiter(std::move(op.state_), op.where_)
        {
        }

        std::optional<Handle> take()
        {
            auto const s = this->take_next();
            if (!s)
                return std::nullopt;
            using state = handle_state<Handle>;
            return handle_access::make<Handle>(
                intrusive_ptr<state>(static_cast<state*>(s.get())));
        }
    };

private:
    as_completed_state::ptr state_;
    std::source_location where_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_WAIT_NEXT_OPERATION_HPP
