// Debug mode: how long steps take.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_STEP_WATCH_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_STEP_WATCH_HPP

#include <boost/asyncio/detail/loop/item.hpp>
#include <boost/asyncio/detail/loop/timer_heap.hpp>

namespace boost::asyncio::detail {

class loop_state;

// Reports a step that takes as long as the loop's slow_callback_duration.
class step_watch
{
public:
    step_watch(loop_state& l, step_info s) noexcept;
    step_watch(step_watch const&) = delete;
    step_watch& operator=(step_watch const&) = delete;
    ~step_watch();

private:
    loop_state& loop_;
    step_info step_; // holds a reference to the task
    clock::time_point start_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_STEP_WATCH_HPP
