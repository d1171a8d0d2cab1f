// What is to be called when a future or task is done.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_DONE_CALLBACK_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_DONE_CALLBACK_HPP

#include <boost/asyncio/detail/loop/item.hpp>

namespace boost::asyncio::detail {

// A function to be called when a state is done. It refers to the state without
// keeping it alive until then.
class done_callback : public item
{
public:
    done_callback* as_callback() noexcept final
    {
        return this;
    }

    // The state is done: stay until the callback has run.
    virtual void hold() noexcept = 0;

    virtual bool
    equals(void const* type, void const* f) const noexcept = 0;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_DONE_CALLBACK_HPP
