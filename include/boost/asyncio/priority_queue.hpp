// A queue between coroutines: smallest first.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_PRIORITY_QUEUE_HPP
#define BOOST_ASYNCIO_PRIORITY_QUEUE_HPP

#include <boost/asyncio/detail/sync/basic_queue.hpp>

#include <cstddef>
#include <functional>
#include <set>
#include <utility>

namespace boost::asyncio {

namespace detail {

// No heap: a comparison that throws would leave it in disorder, and equal items
// would not keep their order.
template<class T, class Compare>
class sorted_items
{
public:
    explicit sorted_items(Compare const& c)
        : items_(c)
    {
    }

    template<class... Args>
    void push(Args&&... args)
    {
        items_.emplace(std::forward<Args>(args)...);
    }

    // It may be moved from, since drop() does not compare.
    T& next() noexcept
    {
        return const_cast<T&>(*items_.begin());
    }

    void drop() noexcept
    {
        items_.erase(items_.begin());
    }

    auto release()
    {
        std::multiset<T, Compare> result(items_.key_comp());
        result.swap(items_);
        return result;
    }

private:
    std::multiset<T, Compare> items_;
};

} // namespace detail

/** A `queue` that gives its smallest item first, and of equal ones the oldest.
    Python's `asyncio.PriorityQueue`.

    An exception of a comparison, too, leaves the queue as it was.

    @par Thread Safety
    Belongs to one loop, the first in which somebody waits for it: all calls
    come from inside it. From another thread, use
    `event_loop::call_soon_threadsafe`.

    @tparam Compare `compare(a, b)` says whether `a` comes out before `b`.
    @see queue
*/
template<class T, class Compare = std::less<T>>
class priority_queue
    : public detail::basic_queue<T, detail::sorted_items<T, Compare>>
{
public:
    /** @param maxsize How many items it holds; no limit if zero or less.
        @param compare The order.
    */
    explicit priority_queue(
        std::ptrdiff_t maxsize = 0, Compare const& compare = Compare())
        : detail::basic_queue<T, detail::sorted_items<T, Compare>>(
              maxsize, detail::sorted_items<T, Compare>(compare))
    {
    }
};

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_PRIORITY_QUEUE_HPP
