// A queue between coroutines: last in, first out.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_LIFO_QUEUE_HPP
#define BOOST_ASYNCIO_LIFO_QUEUE_HPP

#include <boost/asyncio/detail/sync/basic_queue.hpp>

#include <cstddef>
#include <deque>
#include <utility>

namespace boost::asyncio {

namespace detail {

// No vector: it moves its items when it grows, which may fail half way.
template<class T>
class lifo_items
{
public:
    template<class... Args>
    void push(Args&&... args)
    {
        items_.emplace_back(std::forward<Args>(args)...);
    }

    T& next() noexcept
    {
        return items_.back();
    }

    void drop() noexcept
    {
        items_.pop_back();
    }

    auto release()
    {
        return std::exchange(items_, {});
    }

private:
    std::deque<T> items_;
};

} // namespace detail

/** A `queue` that gives its newest item first. Python's `asyncio.LifoQueue`.

    @par Thread Safety
    Belongs to one loop, the first in which somebody waits for it: all calls
    come from inside it. From another thread, use
    `event_loop::call_soon_threadsafe`.

    @see queue
*/
template<class T>
class lifo_queue : public detail::basic_queue<T, detail::lifo_items<T>>
{
public:
    /// @param maxsize How many items it holds; no limit if zero or less.
    explicit lifo_queue(std::ptrdiff_t maxsize = 0)
        : detail::basic_queue<T, detail::lifo_items<T>>(maxsize, {})
    {
    }
};

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_LIFO_QUEUE_HPP
