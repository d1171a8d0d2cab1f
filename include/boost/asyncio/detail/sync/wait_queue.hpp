// Those who wait for a primitive, in order of arrival.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_WAIT_QUEUE_HPP
#define BOOST_ASYNCIO_DETAIL_SYNC_WAIT_QUEUE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/detail/loop/item.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>

#include <boost/config.hpp>

#include <cstddef>
#include <stdexcept>
#include <utility>

namespace boost::asyncio::detail {

class wait_queue;

// What became of somebody in a queue.
enum class fate : unsigned char
{
    none,      // is in no queue
    waiting,
    woken,     // it is his turn; he has not taken it yet
    cancelled, // and has not noticed yet
    abandoned, // the queue has gone
    refused    // the queue belongs to another loop
};

// A place in a queue, from the arrival until what waited there has gone on.
// Python's future in the list of a primitive's waiters.
class queue_place : public list_links<queue_place>
{
public:
    // `i` is run when it waits no longer.
    explicit queue_place(item& i) noexcept
        : item_(i)
    {
    }

    ~queue_place()
    {
        if (queue_)
            leave();
    }

    bool waiting() const noexcept
    {
        return fate_ == fate::waiting;
    }

    bool in_queue() const noexcept
    {
        return queue_ != nullptr;
    }

    bool abandoned() const noexcept
    {
        return fate_ == fate::abandoned;
    }

    // Gives the place up, and tells what became of it.
    fate leave() noexcept;

protected:
    // The queue, of loop `l`, has gone; `waited` tells whether it waited until
    // then.
    BOOST_ASYNCIO_DECL virtual void
    deserted(loop_state& l, bool waited) noexcept;

private:
    friend class wait_queue;

    void end(fate f, loop_state& l) noexcept
    {
        fate_ = f;
        l.wake(item_); // perhaps from outside, while the loop does not run
    }

    item& item_;
    wait_queue* queue_ = nullptr;
    fate fate_ = fate::none;
};

// Woken and cancelled ones stay in it until they have gone on: whether a
// newcomer may go ahead depends on them.
class wait_queue
{
public:
    // `what` is for messages: "a lock".
    explicit wait_queue(char const* what) noexcept
        : what_(what)
    {
    }

    wait_queue(wait_queue const&) = delete;
    wait_queue& operator=(wait_queue const&) = delete;

    ~wait_queue()
    {
        if (!places_.empty())
            abandon();
    }

    // Debug mode: refuses a call from another thread than the loop's.
    BOOST_ASYNCIO_FORCEINLINE void check_thread() const
    {
        if (loop_ && loop_->debug)
            require_here(*loop_);
    }

    // Python's rule: the loop in which somebody waits first is that of the
    // primitive. False in another one.
    BOOST_NOINLINE BOOST_ASYNCIO_DECL bool bind(loop_state& l) noexcept;

    // The loop in which an operation begins: this one if it may; null for that
    // of whoever awaits it.
    loop_state* home() const noexcept
    {
        return !loop_ || loop_.get() == current.loop ? current.loop : nullptr;
    }

    // Whether coroutines that use the primitive are being destroyed.
    bool going_down() const noexcept
    {
        return loop_ && loop_->going_down();
    }

    // Who waits in another loop is refused.
    BOOST_ASYNCIO_FORCEINLINE void enter(queue_place& p, loop_state& l) noexcept
    {
        if (BOOST_UNLIKELY(loop_.get() != &l) && !bind(l))
        {
            refuse(p, l);
            return;
        }
        places_.push_back(p);
        p.queue_ = this;
        p.fate_ = fate::waiting;
        ++live_;
        if (!first_)
            first_ = &p;
    }

    // The first that waits, or null.
    queue_place* first() const noexcept
    {
        return first_;
    }

    // The same, if nobody is ahead of it who was woken or cancelled.
    queue_place* front() const noexcept
    {
        return first_ && places_.is_front(*first_) ? first_ : nullptr;
    }

    // Whether nobody is ahead of `p`, who waits.
    bool is_front(queue_place const& p) const noexcept
    {
        return places_.is_front(p);
    }

    // Whether there is anybody who was not cancelled.
    bool anybody() const noexcept
    {
        return live_ != 0;
    }

    BOOST_ASYNCIO_FORCEINLINE void wake(queue_place& p) noexcept
    {
        ends(p);
        p.end(fate::woken, *loop_);
    }

    void wake_all() noexcept
    {
        while (first_)
            wake(*first_);
    }

    void cancel(queue_place& p) noexcept
    {
        --live_;
        ends(p);
        p.end(fate::cancelled, *loop_);
    }

    // Why somebody goes on who was abandoned or refused.
    BOOST_ASYNCIO_DECL std::runtime_error lost(fate f) const;
    BOOST_ASYNCIO_DECL static std::runtime_error
    lost(fate f, char const* what);

private:
    friend class queue_place;

    BOOST_NOINLINE BOOST_ASYNCIO_DECL static void
    refuse(queue_place& p, loop_state& l) noexcept;
    BOOST_NOINLINE BOOST_ASYNCIO_DECL void abandon() noexcept;

    void ends(queue_place& p) noexcept
    {
        if (first_ != &p)
            return;
        do
            first_ = places_.after(*first_);
        while (first_ && !first_->waiting());
    }

    void leave(queue_place& p) noexcept
    {
        if (p.fate_ != fate::cancelled)
            --live_;
        if (p.waiting())
            ends(p);
        p.unlink();
    }

    linked_list<queue_place, queue_place> places_;
    queue_place* first_ = nullptr;
    std::size_t live_ = 0;
    loop_ptr loop_;
    char const* what_;
};

BOOST_ASYNCIO_FORCEINLINE fate queue_place::leave() noexcept
{
    if (auto* const q = std::exchange(queue_, nullptr))
        q->leave(*this);
    return std::exchange(fate_, fate::none);
}

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/sync/impl/wait_queue.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_SYNC_WAIT_QUEUE_HPP
