// Bodies of user_callback.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_IMPL_USER_CALLBACK_IPP
#define BOOST_ASYNCIO_DETAIL_TASK_IMPL_USER_CALLBACK_IPP

#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/task/user_callback.hpp>

#include <mutex>
#include <utility>

namespace boost::asyncio::detail {

void user_callback::add()
{
    if (!state_.done())
    {
        auto& l = state_.loop();
        if (l.down())
        {
            abandon();
            return;
        }
        std::lock_guard lock(l.callbacks_mutex);
        l.callbacks.push_back(*this);
        known_ = true;
    }
    state_.add_callback(*this);
}

void user_callback::leave() noexcept
{
    if (!std::exchange(known_, false))
        return;
    std::lock_guard lock(state_.loop().callbacks_mutex);
    if (list_links<callback_tag>::linked())
        list_links<callback_tag>::unlink();
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_IMPL_USER_CALLBACK_IPP
