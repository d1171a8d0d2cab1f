// The rules of a queue, without its items.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_QUEUE_CORE_HPP
#define BOOST_ASYNCIO_DETAIL_SYNC_QUEUE_CORE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/item.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/loop/runner_base.hpp>
#include <boost/asyncio/detail/loop/thread_state.hpp>

#include <boost/config.hpp>

#include <cstddef>
#include <limits>

namespace boost::asyncio::detail {

struct queue_tag
{
};

class queue_waiter;

using queue_line = linked_list<queue_waiter, queue_tag>;

// Counts items and what is left to do with them, and knows who waits for what.
//
// A woken waiter does not own what it was woken for: when its turn comes it
// takes it if it is still there, and otherwise goes to the end of its line.
class queue_core
{
public:
    explicit queue_core(std::ptrdiff_t maxsize) noexcept
        : maxsize_(maxsize)
        , limit_(
              maxsize > 0 ? static_cast<std::size_t>(maxsize)
                          : (std::numeric_limits<std::size_t>::max)())
    {
    }

    queue_core(queue_core const&) = delete;
    queue_core& operator=(queue_core const&) = delete;

    ~queue_core()
    {
        if (anybody_waits())
            abandon();
    }

    std::ptrdiff_t maxsize() const noexcept
    {
        return maxsize_;
    }

    std::size_t size() const noexcept
    {
        return size_;
    }

    bool empty() const noexcept
    {
        return size_ == 0;
    }

    bool full() const noexcept
    {
        return size_ >= limit_;
    }

    bool finished() const noexcept
    {
        return unfinished_ == 0;
    }

    // Whether a get, or a put, need not wait; it may have to throw.
    bool can_get() const noexcept
    {
        return !empty() || shut_down_;
    }

    bool can_put() const noexcept
    {
        return !full() || shut_down_;
    }

    // Throws unless there is an item.
    void require_item() const
    {
        if (empty())
            no_item();
    }

    // Throws unless there is room.
    void require_room() const
    {
        if (shut_down_ || full())
            no_room();
    }

    void item_added() noexcept
    {
        ++size_;
        ++unfinished_;
        wake_first(getters);
    }

    void item_taken() noexcept
    {
        --size_;
        wake_first(putters);
    }

    void task_done()
    {
        if (finished())
            done_too_often();
        if (--unfinished_ == 0)
            wake_all(joiners);
    }

    // The items have been dropped.
    BOOST_ASYNCIO_DECL void items_dropped() noexcept;
    BOOST_ASYNCIO_DECL void shut_down() noexcept;

    static void wake_first(queue_line& l) noexcept;
    static void wake_all(queue_line& l) noexcept;

    // The loop in which an operation begins; null for that of whoever awaits
    // it. A task of another loop is refused.
    BOOST_ASYNCIO_FORCEINLINE loop_state* home() const
    {
        auto* const here = current.loop;
        if (!loop_ || loop_ == here)
            return here;
        if (current.runner && current.runner->task)
            throw_wrong_loop();
        return loop_.get();
    }

    // Python's rule: the loop in which somebody waited first is that of the
    // queue. False if it is another one.
    bool belongs_to(loop_state& l) noexcept
    {
        if (!loop_)
            loop_ = loop_ptr(&l);
        return loop_ == &l;
    }

    // For calls that do not wait.
    void require_loop() const
    {
        if (loop_ && loop_ != current.loop)
            called_from_elsewhere();
    }

    [[noreturn]] BOOST_NOINLINE BOOST_ASYNCIO_DECL static void
    throw_wrong_loop();

    static constexpr char wrong_loop[] =
        "a queue is bound to a different event loop";
    static constexpr char destroyed[] =
        "a queue was destroyed while a coroutine waited for it";

    queue_line getters;
    queue_line putters;
    queue_line joiners;
    queue_line woken; // of each kind, until they have had their turn

private:
    [[noreturn]] BOOST_NOINLINE BOOST_ASYNCIO_DECL void no_item() const;
    [[noreturn]] BOOST_NOINLINE BOOST_ASYNCIO_DECL void no_room() const;
    [[noreturn]] BOOST_NOINLINE BOOST_ASYNCIO_DECL static void
    done_too_often();
    BOOST_NOINLINE BOOST_ASYNCIO_DECL void called_from_elsewhere() const;

    bool anybody_waits() const noexcept
    {
        return !woken.empty() || !getters.empty() || !putters.empty() ||
               !joiners.empty();
    }

    BOOST_NOINLINE BOOST_ASYNCIO_DECL void abandon() noexcept;
    static void abandon(queue_line& l) noexcept;

    std::ptrdiff_t maxsize_;
    std::size_t limit_;
    std::size_t size_ = 0;
    std::size_t unfinished_ = 0;
    bool shut_down_ = false;
    loop_ptr loop_;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/sync/impl/queue_core.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_SYNC_QUEUE_CORE_HPP
