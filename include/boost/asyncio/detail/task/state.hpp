// What the handles of a future or task share.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_STATE_HPP

#include <boost/asyncio/detail/loop/context.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/error.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

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
    std::exception_ptr cancellation()
    {
        if (!exception_)
            exception_ = std::make_exception_ptr(
                cancelled_error(message_ ? *message_ : std::string()));
        return exception_;
    }

    // Throws unless there is a result.
    void check()
    {
        switch (status())
        {
        case detail::status::pending:
            throw invalid_state_error("Result is not set.");
        case detail::status::cancelled:
            std::rethrow_exception(cancellation());
        case detail::status::failed:
            std::rethrow_exception(exception());
        case detail::status::succeeded:
            break;
        }
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

    void fail(std::exception_ptr e)
    {
        exception_ = std::move(e);
        unread_.store(true, std::memory_order_relaxed);
        complete(detail::status::failed);
    }

    // `e` may be null: then it is made when somebody asks.
    void become_cancelled(std::string const& message, std::exception_ptr e)
    {
        exception_ = std::move(e);
        if (!message.empty())
            message_ = std::make_unique<std::string>(message);
        complete(detail::status::cancelled);
    }

    void complete(detail::status s)
    {
        set_status(s);
        if (has_callbacks_)
            hold_callbacks();
        loop_.wake(waiters_);
    }

    // Adds a callback; takes it over. It is called through the queue.
    void add_callback(done_callback& c);

    // Removes the callbacks that equal `f`, of the type `type`.
    std::size_t remove_callbacks(void const* type, void const* f) noexcept;

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
    // Ends in the loop, where handlers may be called and memory is reused.
    class farewell final : public item
    {
    public:
        explicit farewell(state_base& s) noexcept
            : state_(s)
        {
        }

        void run() override
        {
            auto& s = state_;
            delete this;
            s.report_unread();
            s.release();
        }

        void abandon() noexcept override
        {
            run();
        }

    private:
        state_base& state_;
    };

    void hold_callbacks() noexcept;

    void last_released() noexcept
    {
        if (unread_.load(std::memory_order_relaxed))
        {
            if (!loop_.inside() && !loop_.down())
            {
                loop_.submit(*new farewell(*this));
                return;
            }
            report_unread();
            release();
            return;
        }
        destroy();
    }

    void report_unread() noexcept
    {
        // The handler may take a handle to it, and keep it.
        refs_.store(1, std::memory_order_relaxed);
        mark_read();
        auto* const own = own_context();
        context_scope const scope(own ? *own : current_context());
        loop_.report_error(
            {.message = dropped_  ? "An exception of a child of gather was "
                                    "dropped: the gather had ended already"
                 : is_task() ? "Task exception was never retrieved"
                             : "Future exception was never retrieved",
             .exception = exception_,
             .subject = this,
             .location = location()});
    }

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

// One of the user's. It may own what it waits for, which then keeps itself and
// its loop alive: so the loop knows it until the state is done, and drops it in
// the end.
class user_callback
    : public done_callback
    , public list_links<callback_tag>
{
public:
    explicit user_callback(state_base& s) noexcept
        : state_(s)
    {
    }

    // From now on it belongs to the state. Nothing is called when the loop has
    // gone.
    void add()
    {
        if (!state_.done())
        {
            auto& l = state_.loop();
            if (l.down())
            {
                abandon();
                return;
            }
            std::lock_guard lock(l.callbacks_mutex);
            l.callbacks.push_back(*this);
            known_ = true;
        }
        state_.add_callback(*this);
    }

    state_base& state() const noexcept
    {
        return state_;
    }

protected:
    ~user_callback() = default;

    // The loop need not know it any more.
    void leave() noexcept
    {
        if (!std::exchange(known_, false))
            return;
        std::lock_guard lock(state_.loop().callbacks_mutex);
        if (list_links<callback_tag>::linked())
            list_links<callback_tag>::unlink();
    }

private:
    state_base& state_;
    bool known_ = false;
};

inline void state_base::add_callback(done_callback& c)
{
    if (done())
        c.hold();
    else
        has_callbacks_ = true;
    add_waiter(c);
}

inline std::size_t
state_base::remove_callbacks(void const* type, void const* f) noexcept
{
    std::size_t removed = 0;
    for (item* i = waiters_.empty() ? nullptr : &waiters_.front(); i;)
    {
        item* const next = waiters_.after(*i);
        auto* const c = i->as_callback();
        if (c && c->equals(type, f))
        {
            i->unlink();
            i->abandon();
            ++removed;
        }
        i = next;
    }
    return removed;
}

inline void state_base::hold_callbacks() noexcept
{
    for (item* i = waiters_.empty() ? nullptr : &waiters_.front(); i;
         i = waiters_.after(*i))
        if (auto* const c = i->as_callback())
            c->hold();
}

inline void intrusive_ptr_add_ref(state_base* s) noexcept
{
    s->add_ref();
}

inline void intrusive_ptr_release(state_base* s) noexcept
{
    s->release();
}

// `Base`, a state_base or task_base, with room for a result.
template<class Base, class T>
class with_result : public Base
{
public:
    using value_type = T;

    template<class... Args>
    void emplace(Args&&... args)
    {
        value_.emplace(std::forward<Args>(args)...);
    }

    T& value() noexcept
    {
        return *value_;
    }

protected:
    using Base::Base;
    ~with_result() = default;

private:
    std::optional<T> value_;
};

template<class Base>
class with_result<Base, void> : public Base
{
public:
    using value_type = void;

    void emplace() noexcept
    {
    }

protected:
    using Base::Base;
    ~with_result() = default;
};

// Makes an object of the class `S`, derived from state_base, in a block of the
// loop's pool; the caller gets the first reference.
template<class S, class... Args>
S* make_state(loop_state& l, Args&&... args)
{
    void* const p = l.inside() ? l.blocks.allocate(sizeof(S))
                               : block_pool::allocate_block(sizeof(S));
    try
    {
        return ::new (p) S(l, std::forward<Args>(args)...);
    }
    catch (...)
    {
        ::operator delete(p);
        throw;
    }
}

template<class S>
void destroy_state(S* s) noexcept
{
    loop_state& l = s->loop();
    bool const inside = l.inside();
    s->S::~S();
    if (inside)
        l.blocks.deallocate(s, sizeof(S));
    else
        ::operator delete(s);
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_STATE_HPP
