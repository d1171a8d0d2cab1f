// What one can wait for at a queue: an item, room, the end of all work.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_QUEUE_OPERATION_HPP
#define BOOST_ASYNCIO_DETAIL_SYNC_QUEUE_OPERATION_HPP

#include <boost/asyncio/detail/operation/operation.hpp>
#include <boost/asyncio/detail/sync/primitive.hpp>
#include <boost/asyncio/detail/sync/queue_core.hpp>
#include <boost/asyncio/detail/sync/queue_waiter.hpp>

#include <cstddef>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

// The items of a queue and its rules. `Items` has
//   void push(args...); // builds an item; throws without a change
//   T& next();          // the item whose turn it is
//   void drop();        // destroys that one
//   auto release();     // all of them: the queue is empty
template<class T, class Items>
class queue_state
{
public:
    queue_state(std::ptrdiff_t maxsize, Items i)
        : core(maxsize), items_(std::move(i))
    {
    }

    template<class... Args>
    void push(Args&&... args)
    {
        core.require_room();
        items_.push(std::forward<Args>(args)...);
        core.item_added();
    }

    // R is T or an optional one.
    template<class R>
    R pop()
    {
        core.require_item();
        R item(std::move_if_noexcept(items_.next()));
        drop();
        return item;
    }

    // The same; what throws leaves the item in the queue.
    void pop_to(std::optional<T>& item)
    {
        core.require_item();
        item.emplace(std::move_if_noexcept(items_.next()));
        drop();
    }

    void shut_down(bool immediate)
    {
        if (immediate)
        {
            // Their destructors find a queue that is shut down.
            [[maybe_unused]] auto const dropped = items_.release();
            core.items_dropped();
            core.shut_down();
        }
        else
            core.shut_down();
    }

    queue_core core;

private:
    void drop() noexcept
    {
        items_.drop();
        core.item_taken();
    }

    Items items_;
};

// `Result` is T, or an optional one that is empty after the shutdown.
template<class T, class Items, class Result>
class queue_getter : public queue_get_waiter
{
public:
    template<class Op>
    explicit queue_getter(Op&& op) noexcept
        : queue_get_waiter(op.queue().core, op.where())
        , queue_(&op.queue())
    {
    }

    Result take()
    {
        this->check();
        if (!fetched_)
            return get();
        if constexpr (ends)
            return std::move(item_);
        else
            return std::move(*item_);
    }

private:
    static constexpr bool ends = !std::is_same_v<Result, T>;

    // A task takes the item when it goes on, which is now. Any other coroutine
    // may go on later, and in another thread.
    bool take_turn() override
    {
        if (!this->ready())
            return false;
        if (this->foreign())
        {
            if (!at_end())
                queue_->pop_to(item_);
            fetched_ = true;
        }
        return true;
    }

    Result get()
    {
        if constexpr (ends)
            if (at_end())
                return std::nullopt;
        try
        {
            return queue_->template pop<Result>();
        }
        catch (...)
        {
            this->pass_on();
            throw;
        }
    }

    bool at_end() const noexcept
    {
        return ends && queue_->core.empty();
    }

    queue_state<T, Items>* queue_;
    bool fetched_ = false;
    std::optional<T> item_;
};

template<class T, class Items>
class queue_putter : public queue_put_waiter
{
public:
    template<class Op>
    explicit queue_putter(Op&& op)
        : queue_put_waiter(op.queue().core, op.where())
        , queue_(&op.queue())
        , item_(std::move(op).item())
    {
    }

    void take()
    {
        this->check();
        if (!this->had_turn())
            queue_->push(std::move(item_));
    }

private:
    bool take_turn() override
    {
        if (!this->ready())
            return false;
        queue_->push(std::move(item_));
        return true;
    }

    queue_state<T, Items>* queue_;
    T item_;
};

template<class T, class Items, class Result>
class [[nodiscard]] queue_get_operation
    : public operation_base<queue_get_operation<T, Items, Result>, Result>
{
public:
    using wait_state = queue_getter<T, Items, Result>;

    queue_get_operation(
        queue_state<T, Items>& q, std::source_location where) noexcept
        : queue_(&q), where_(where)
    {
    }

    queue_state<T, Items>& queue() const noexcept
    {
        return *queue_;
    }

    std::source_location where() const noexcept
    {
        return where_;
    }

private:
    queue_state<T, Items>* queue_;
    std::source_location where_;
};

template<class T, class Items>
class [[nodiscard]] queue_put_operation
    : public operation_base<queue_put_operation<T, Items>, void>
{
public:
    using wait_state = queue_putter<T, Items>;

    template<class... Args>
    queue_put_operation(
        queue_state<T, Items>& q, std::source_location where, Args&&... args)
        : queue_(&q), where_(where), item_(std::forward<Args>(args)...)
    {
    }

    queue_state<T, Items>& queue() const noexcept
    {
        return *queue_;
    }

    std::source_location where() const noexcept
    {
        return where_;
    }

    T&& item() && noexcept
    {
        return std::move(item_);
    }

private:
    queue_state<T, Items>* queue_;
    std::source_location where_;
    T item_;
};

using queue_join_operation =
    primitive_operation<queue_joiner, void, queue_core>;

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_SYNC_QUEUE_OPERATION_HPP
