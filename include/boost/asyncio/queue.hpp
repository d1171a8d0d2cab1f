// A queue between coroutines: first in, first out.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_QUEUE_HPP
#define BOOST_ASYNCIO_QUEUE_HPP

#include <boost/asyncio/detail/sync/basic_queue.hpp>

#include <cstddef>
#include <deque>
#include <utility>

namespace boost::asyncio {

namespace detail {

template<class T>
class fifo_items
{
public:
    template<class... Args>
    void push(Args&&... args)
    {
        items_.emplace_back(std::forward<Args>(args)...);
    }

    T& next() noexcept
    {
        return items_.front();
    }

    void drop() noexcept
    {
        items_.pop_front();
    }

    auto release()
    {
        return std::exchange(items_, {});
    }

private:
    std::deque<T> items_;
};

} // namespace detail

/** A queue between coroutines of one loop. Python's `asyncio.Queue`.

    Items come out in the order in which they went in, and may be of a type that
    can only be moved. Those who wait are woken in the order of arrival. An
    exception of a constructor of T leaves the queue as it was.

    Destroying a queue ends the operations that wait for it with a
    `std::runtime_error`.

    @par Example
    @snippet queue.cpp quick_look

    @par Thread Safety
    Belongs to one loop, the first in which somebody waits for it: all calls
    come from inside it. From another thread, use
    `event_loop::call_soon_threadsafe`.

    @see priority_queue, lifo_queue
*/
template<class T>
class queue : public detail::basic_queue<T, detail::fifo_items<T>>
{
public:
    /// @param maxsize How many items it holds; no limit if zero or less.
    explicit queue(std::ptrdiff_t maxsize = 0)
        : detail::basic_queue<T, detail::fifo_items<T>>(maxsize, {})
    {
    }
};

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_QUEUE_HPP
