// Which of several is done next, and who waits for it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_AS_COMPLETED_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_AS_COMPLETED_STATE_HPP

#include <boost/asyncio/detail/loop/time.hpp>
#include <boost/asyncio/detail/loop/waiter.hpp>
#include <boost/asyncio/detail/task/state.hpp>
#include <boost/asyncio/error.hpp>

#include <atomic>
#include <cstddef>
#include <optional>
#include <source_location>
#include <string>
#include <utility>
#include <vector>

namespace boost::asyncio::detail {

class as_completed_state;
class next_waiter;

// One of those that as_completed was given.
class as_completed_entry final : public item
{
public:
    as_completed_entry(
        as_completed_state& owner, intrusive_ptr<state_base> s) noexcept
        : awaited(std::move(s)), owner_(owner)
    {
    }

    // For the vector, which is filled before anything refers to an entry.
    as_completed_entry(as_completed_entry&& other) noexcept
        : awaited(std::move(other.awaited)), owner_(other.owner_)
    {
    }

    void run() override;

    void abandon() noexcept override
    {
    }

    intrusive_ptr<state_base> awaited; // null when it was given away
    bool pending = true;

private:
    as_completed_state& owner_;
};

// What the iterator and the calls of next() share. Used inside its loop only,
// save the reference count and what says otherwise.
//
// What is done is handed to the first call that waits. There are never more
// calls waiting than there are entries pending: each can count on one.
class as_completed_state
{
public:
    using ptr = intrusive_ptr<as_completed_state>;

    as_completed_state() = default;
    as_completed_state(as_completed_state const&) = delete;
    as_completed_state& operator=(as_completed_state const&) = delete;

    void add_ref() noexcept
    {
        refs_.fetch_add(1, std::memory_order_relaxed);
    }

    // Ends inside the loop, where the others of its lists are.
    void release() noexcept
    {
        if (refs_.fetch_sub(1, std::memory_order_acq_rel) != 1)
            return;
        if (!loop_ || loop_->inside() || loop_->down())
        {
            delete this;
            return;
        }
        refs_.store(1, std::memory_order_relaxed);
        loop_->send_function([self = ptr(this, false)] {});
    }

    // Any thread, before begin().
    void add(intrusive_ptr<state_base> s)
    {
        loop_ = loop_ptr(&s->loop());
        entries_.emplace_back(*this, std::move(s));
        ++pending_;
    }

    // Any thread. The limit counts from here.
    void begin(limit_or_none const& l)
    {
        if (!loop_)
            return;
        at_once_ = l && l->passed();
        if (l && !at_once_)
            deadline_ = l->deadline(*loop_);
        if (loop_->inside())
            start();
        else
            loop_->send_function([self = ptr(this)] { self->start(); });
    }

    // Null if there was nothing to wait for.
    loop_state* home() const noexcept
    {
        return loop_.get();
    }

    // Gives a call of next() what it can have now; false if it has to wait.
    bool serve(next_waiter& w) noexcept;

    void enqueue(next_waiter& w) noexcept;
    void dequeue(next_waiter& w) noexcept;

    // Any thread: what was handed to a call that ended without taking it; null
    // for a timeout.
    void give_back(as_completed_entry* e) noexcept
    {
        if (loop_->down())
            return;
        if (!loop_->inside())
            loop_->send_function(
                [self = ptr(this), e] { self->give_back(e); });
        else if (!e)
            ++overdue_;
        else if (!serve_first(e))
            done_.push_front(*e);
    }

    void describe(wait_info& info) const
    {
        info.what = "as_completed";
        for (as_completed_entry const& e : entries_)
            if (e.pending)
                info.awaited.push_back(e.awaited.get());
    }

private:
    friend class as_completed_entry;

    class alarm final
        : public item
        , public timer_node
    {
    public:
        explicit alarm(as_completed_state& s) noexcept
            : state_(s)
        {
        }

        void run() override
        {
            state_.time_is_up();
        }

        void expire() override
        {
            state_.time_is_up();
        }

        void abandon() noexcept override
        {
        }

    private:
        as_completed_state& state_;
    };

    ~as_completed_state()
    {
        unset();
        for (as_completed_entry& e : entries_)
            if (e.linked())
                e.unlink();
    }

    void start()
    {
        for (as_completed_entry& e : entries_)
            e.awaited->add_waiter(e);
        if (at_once_)
            loop_->push(alarm_);
        else if (deadline_)
            loop_->arm(alarm_, *deadline_);
    }

    void unset() noexcept
    {
        if (alarm_.linked())
            alarm_.unlink();
        if (alarm_.armed())
            loop_->disarm(alarm_);
    }

    void completed(as_completed_entry& e) noexcept
    {
        e.pending = false;
        if (--pending_ == 0)
            unset();
        if (!serve_first(&e))
            done_.push_back(e);
    }

    // Python's rule: what is not done now never comes, not even if its callback
    // is on its way.
    void time_is_up() noexcept
    {
        ptr const self(this); // what is let go may be the last to hold it
        overdue_ = std::exchange(pending_, 0);
        while (overdue_ > 0 && serve_first(nullptr))
            --overdue_;
        for (as_completed_entry& e : entries_)
            if (std::exchange(e.pending, false))
            {
                if (e.linked())
                    e.unlink();
                e.awaited = nullptr;
            }
    }

    // Hands `e`, or a timeout, to the call that has waited longest, if any.
    bool serve_first(as_completed_entry* e) noexcept;

    std::atomic<unsigned> refs_ = 0;
    loop_ptr loop_;
    std::vector<as_completed_entry> entries_;
    item_list done_;    // entries, in order of completion
    item_list waiting_; // calls of next()
    std::size_t calls_ = 0;   // that wait
    std::size_t pending_ = 0; // entries that are not done
    std::size_t overdue_ = 0; // timeouts that were not thrown yet
    std::optional<clock::time_point> deadline_;
    bool at_once_ = false;
    alarm alarm_{*this};
};

inline void intrusive_ptr_add_ref(as_completed_state* s) noexcept
{
    s->add_ref();
}

inline void intrusive_ptr_release(as_completed_state* s) noexcept
{
    s->release();
}

// The part of a call of next() that does not depend on the handle.
class next_waiter : public waiter
{
public:
    static constexpr bool runs = false;

    loop_state* home() const noexcept
    {
        return state_->home();
    }

    bool ready() noexcept
    {
        return state_->serve(*this);
    }

    void start() override
    {
        if (state_->serve(*this))
            wake();
        else
            state_->enqueue(*this);
    }

    bool cancel_wait(std::string const&) override
    {
        if (outcome_ != outcome::none)
            return false;
        state_->dequeue(*this);
        outcome_ = outcome::cancelled;
        wake();
        return true;
    }

    void describe(wait_info& info) const override
    {
        state_->describe(info);
    }

protected:
    next_waiter(as_completed_state::ptr s, std::source_location where) noexcept
        : waiter(where), state_(std::move(s))
    {
    }

    ~next_waiter()
    {
        if (outcome_ == outcome::entry || outcome_ == outcome::overdue)
            state_->give_back(entry_);
    }

    // The next one, or null at the end.
    intrusive_ptr<state_base> take_next()
    {
        switch (std::exchange(outcome_, outcome::end))
        {
        case outcome::entry:
            return std::move(entry_->awaited);
        case outcome::overdue:
            throw timeout_error();
        case outcome::cancelled:
            throw cancelled_error(request_message());
        case outcome::none:
        case outcome::end:
            break;
        }
        return nullptr;
    }

private:
    friend class as_completed_state;

    enum class outcome : unsigned char
    {
        none,
        entry,
        overdue,
        cancelled,
        end
    };

    void serve(as_completed_entry* e) noexcept
    {
        entry_ = e;
        outcome_ = e ? outcome::entry : outcome::overdue;
    }

    as_completed_state::ptr state_;
    as_completed_entry* entry_ = nullptr;
    outcome outcome_ = outcome::none;
};

inline void as_completed_entry::run()
{
    owner_.completed(*this);
}

inline bool as_completed_state::serve(next_waiter& w) noexcept
{
    if (!done_.empty())
        w.serve(&static_cast<as_completed_entry&>(done_.pop_front()));
    else if (overdue_ > 0)
    {
        --overdue_;
        w.serve(nullptr);
    }
    else if (calls_ == pending_)
        w.outcome_ = next_waiter::outcome::end;
    else
        return false;
    return true;
}

inline void as_completed_state::enqueue(next_waiter& w) noexcept
{
    ++calls_;
    waiting_.push_back(w);
}

inline void as_completed_state::dequeue(next_waiter& w) noexcept
{
    --calls_;
    static_cast<item&>(w).unlink();
}

inline bool as_completed_state::serve_first(as_completed_entry* e) noexcept
{
    if (waiting_.empty())
        return false;
    --calls_;
    auto& w = static_cast<next_waiter&>(waiting_.pop_front());
    w.serve(e);
    w.wake();
    return true;
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_WAIT_AS_COMPLETED_STATE_HPP
