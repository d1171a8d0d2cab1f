// The callbacks of add_done_callback.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_USER_CALLBACK_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_USER_CALLBACK_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/loop_registry.hpp>
#include <boost/asyncio/detail/task/done_callback.hpp>
#include <boost/asyncio/detail/task/state.hpp>

namespace boost::asyncio::detail {

// One of the user's. It may own what it waits for, which then keeps itself and
// its loop alive: so the loop knows it until the state is done, and drops it in
// the end.
class user_callback
    : public done_callback
    , public list_links<callback_tag>
{
public:
    explicit user_callback(state_base& s) noexcept
        : state_(s)
    {
    }

    // From now on it belongs to the state. Nothing is called when the loop has
    // gone.
    BOOST_ASYNCIO_DECL void add();

    state_base& state() const noexcept
    {
        return state_;
    }

protected:
    ~user_callback() = default;

    // The loop need not know it any more.
    BOOST_ASYNCIO_DECL void leave() noexcept;

private:
    state_base& state_;
    bool known_ = false;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/task/impl/user_callback.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_TASK_USER_CALLBACK_HPP
