// What the handles of a future or task share.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_STATE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/item.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/task/done_callback.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <memory>
#include <source_location>
#include <string>

namespace boost::asyncio::detail {

enum class status : unsigned char
{
    pending,
    cancelled,
    failed,
    succeeded
};

// The part of a future or task that does not depend on its result. Used inside
// its loop only, save the reference count and what says otherwise.
class state_base
{
public:
    state_base(state_base const&) = delete;
    state_base& operator=(state_base const&) = delete;

    void add_ref() noexcept
    {
        refs_.fetch_add(1, std::memory_order_relaxed);
    }

    void release() noexcept
    {
        if (refs_.fetch_sub(1, std::memory_order_acq_rel) == 1)
            last_released();
    }

    // Adds a reference unless the last one has gone, perhaps in another thread.
    bool try_add_ref() noexcept
    {
        auto refs = refs_.load(std::memory_order_relaxed);
        while (refs != 0)
            if (refs_.compare_exchange_weak(
                    refs, refs + 1, std::memory_order_relaxed))
                return true;
        return false;
    }

    loop_state& loop() const noexcept
    {
        return loop_;
    }

    bool done() const noexcept
    {
        return status() != detail::status::pending;
    }

    detail::status status() const noexcept
    {
        return status_.load(std::memory_order_acquire);
    }

    bool cancelled() const noexcept
    {
        return status() == detail::status::cancelled;
    }

    // True if the request was taken. `message` may be empty.
    virtual bool cancel(std::string const& message) = 0;

    // The same by what waits for it, in its cancel_wait(): it may be that it is
    // asked a little later.
    virtual bool pass_on(std::string const& message)
    {
        return cancel(message);
    }

    // The same for the user, who thereby says that he wants nothing of it.
    bool cancel_by_user(std::string const& message)
    {
        if (done())
            mark_read();
        return cancel(message);
    }

    // Runs `i` when the state is done; at once through the queue if it is.
    void add_waiter(item& i)
    {
        if (!done())
            waiters_.push_back(i);
        else if (loop_.inside())
            loop_.push(i);
        else
            loop_.submit(i);
    }

    item_list& waiters() noexcept
    {
        return waiters_;
    }

    // The exception of a failed state, which counts as retrieved now.
    std::exception_ptr exception()
    {
        mark_read();
        return exception_;
    }

    // The same for those who only keep the task: it still waits for a reader.
    std::exception_ptr const& unread_exception() const noexcept
    {
        return exception_;
    }

    // The same for a cancelled one.
    BOOST_ASYNCIO_DECL std::exception_ptr cancellation();

    // Throws unless there is a result.
    void check()
    {
        if (status() != detail::status::succeeded)
            throw_outcome();
    }

    // Nobody needs to hear of the exception any more.
    void mark_read() noexcept
    {
        unread_.store(false, std::memory_order_relaxed);
    }

    // The gather that waited for it has ended without it. In debug mode its
    // exception still wants to be read.
    void dropped_by_gather() noexcept
    {
        if (loop_.debug)
            dropped_ = true;
        else
            mark_read();
    }

    BOOST_ASYNCIO_DECL void fail(std::exception_ptr e);

    // `e` may be null: then it is made when somebody asks.
    BOOST_ASYNCIO_DECL void
    become_cancelled(std::string const& message, std::exception_ptr e);

    void complete(detail::status s)
    {
        set_status(s);
        if (has_callbacks_)
            hold_callbacks();
        loop_.wake(waiters_);
    }

    // Adds a callback; takes it over. It is called through the queue.
    void add_callback(done_callback& c)
    {
        if (done())
            c.hold();
        else
            has_callbacks_ = true;
        add_waiter(c);
    }

    // Removes the callbacks that equal `f`, of the type `type`.
    BOOST_ASYNCIO_DECL std::size_t
    remove_callbacks(void const* type, void const* f) noexcept;

    // What reports call it.
    virtual bool is_task() const noexcept
    {
        return false;
    }

protected:
    explicit state_base(loop_state& l) noexcept
        : loop_(l)
    {
        loop_.add_state();
    }

    ~state_base()
    {
        // Who waits holds a reference, so there are only callbacks left.
        while (!waiters_.empty())
            waiters_.pop_front().abandon();
        loop_.release_state();
    }

    // Destroys the object and gives its memory back.
    virtual void destroy() noexcept = 0;

    virtual std::source_location location() const noexcept
    {
        return {};
    }

    // The context of a task.
    virtual context_slot* own_context() noexcept
    {
        return nullptr;
    }

    void set_status(detail::status s) noexcept
    {
        status_.store(s, std::memory_order_release);
    }

private:
    class farewell;

    void last_released() noexcept
    {
        if (unread_.load(std::memory_order_relaxed))
            released_unread();
        else
            destroy();
    }

    [[noreturn]] BOOST_ASYNCIO_DECL void throw_outcome();
    BOOST_ASYNCIO_DECL void hold_callbacks() noexcept;
    BOOST_ASYNCIO_DECL void released_unread() noexcept;
    BOOST_ASYNCIO_DECL void report_unread() noexcept;

    loop_state& loop_;
    std::atomic<unsigned> refs_ = 1;
    std::atomic<detail::status> status_ = detail::status::pending;
    std::atomic<bool> unread_ = false;
    bool has_callbacks_ = false;
    bool dropped_ = false;
    item_list waiters_;
    std::exception_ptr exception_;
    std::unique_ptr<std::string> message_;
};

inline void intrusive_ptr_add_ref(state_base* s) noexcept
{
    s->add_ref();
}

inline void intrusive_ptr_release(state_base* s) noexcept
{
    s->release();
}

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/task/impl/state.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_TASK_STATE_HPP
