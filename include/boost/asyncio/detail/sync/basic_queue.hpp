// What the queues have in common.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_BASIC_QUEUE_HPP
#define BOOST_ASYNCIO_DETAIL_SYNC_BASIC_QUEUE_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/detail/sync/queue_operation.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <source_location>
#include <utility>

namespace boost::asyncio::detail {

// `Items` decides which item is next; see queue_state.
template<class T, class Items>
class basic_queue
{
public:
    using value_type = T;

    basic_queue(basic_queue const&) = delete;
    basic_queue& operator=(basic_queue const&) = delete;

    /** Puts an item into the queue, waiting for room if it is full.

        With g++ before 13, a temporary of an aggregate type must not be passed
        in an expression with `co_await`: use `emplace`.

        @par Completion
        Without a value. At once, without a turn of the loop, if there is room.

        @par Per-Operation Cancellation
        Supports every type. The item is then not in the queue.

        @throws queue_shut_down
    */
    template<class U = T>
        requires std::convertible_to<U, T>
    auto put(
        U&& item,
        std::source_location where = std::source_location::current())
    {
        BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(U);
        return queue_put_operation<T, Items>(
            state_, where, std::forward<U>(item));
    }

    /// As `put`; builds the item of `args` at the call.
    template<class... Args>
        requires std::constructible_from<T, Args...>
    auto emplace(Args&&... args)
    {
        return queue_put_operation<T, Items>(
            state_, std::source_location(), std::forward<Args>(args)...);
    }

    /** Takes an item out of the queue, waiting for one if it is empty.

        @par Completion
        With the item. At once, without a turn of the loop, if there is one.
        Whoever waits is woken when an item comes, but does not own it yet: a
        call that does not wait may take it first.

        @par Per-Operation Cancellation
        Supports every type. No item is lost by it.

        @throws queue_shut_down It is shut down, and empty.
    */
    auto get(std::source_location where = std::source_location::current())
    {
        return queue_get_operation<T, Items, T>(state_, where);
    }

    /** As `get`; gives an empty `optional` when the queue is shut down and
        empty: `while (auto item = co_await q.next())`.
    */
    auto next(std::source_location where = std::source_location::current())
    {
        return queue_get_operation<T, Items, std::optional<T>>(state_, where);
    }

    /** Puts an item into the queue if there is room.

        An exception leaves queue and item as they were.

        @throws queue_full
        @throws queue_shut_down
    */
    template<class U = T>
        requires std::convertible_to<U, T>
    void put_nowait(U&& item)
    {
        state_.core.require_loop();
        state_.push(std::forward<U>(item));
    }

    /** Takes an item out of the queue if there is one.

        @throws queue_empty
        @throws queue_shut_down It is shut down, and empty.
    */
    T get_nowait()
    {
        state_.core.require_loop();
        return state_.template pop<T>();
    }

    /** Waits until `task_done()` was called for every item that was put.

        @par Completion
        Without a value; also if items come after the last `task_done()`. At
        once, without a turn of the loop, if nothing is unfinished.

        @par Per-Operation Cancellation
        Supports every type.
    */
    auto join(std::source_location where = std::source_location::current())
    {
        return queue_join_operation(state_.core, where);
    }

    /** Says that the work on an item that was got is done.

        @throws std::invalid_argument It was called for every item already.
    */
    void task_done()
    {
        state_.core.require_loop();
        state_.core.task_done();
    }

    /** Refuses new items. Once the queue is empty, `get` ends with
        `queue_shut_down`, and `next` with an empty result.

        Whoever waits goes on, save in `join`.

        @param immediate Drops the items that are left, and counts each as done.
    */
    void shutdown(bool immediate = false)
    {
        state_.core.require_loop();
        state_.shut_down(immediate);
    }

    /// The number of items.
    std::size_t qsize() const noexcept
    {
        return state_.core.size();
    }

    /// Whether there are no items.
    bool empty() const noexcept
    {
        return state_.core.empty();
    }

    /// Whether `put` would wait; never if there is no limit.
    bool full() const noexcept
    {
        return state_.core.full();
    }

    /// The limit that it was made with.
    std::ptrdiff_t maxsize() const noexcept
    {
        return state_.core.maxsize();
    }

protected:
    basic_queue(std::ptrdiff_t maxsize, Items items)
        : state_(maxsize, std::move(items))
    {
    }

    // Whoever still waits gets a std::runtime_error.
    ~basic_queue() = default;

private:
    queue_state<T, Items> state_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_SYNC_BASIC_QUEUE_HPP
