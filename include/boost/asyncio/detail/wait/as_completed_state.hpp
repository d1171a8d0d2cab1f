// Which of several is done next, and who waits for it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_AS_COMPLETED_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_AS_COMPLETED_STATE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/time.hpp>
#include <boost/asyncio/detail/loop/waiter.hpp>
#include <boost/asyncio/detail/task/state.hpp>

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

    BOOST_ASYNCIO_DECL void run() override;
    BOOST_ASYNCIO_DECL void abandon() noexcept override;

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
    BOOST_ASYNCIO_DECL void release() noexcept;

    // Any thread, before begin().
    BOOST_ASYNCIO_DECL void add(intrusive_ptr<state_base> s);

    // Any thread. The limit counts from here.
    BOOST_ASYNCIO_DECL void begin(limit_or_none const& l);

    // Null if there was nothing to wait for.
    loop_state* home() const noexcept
    {
        return loop_.get();
    }

    // Gives a call of next() what it can have now; false if it has to wait.
    BOOST_ASYNCIO_DECL bool serve(next_waiter& w) noexcept;

    BOOST_ASYNCIO_DECL void enqueue(next_waiter& w) noexcept;
    BOOST_ASYNCIO_DECL void dequeue(next_waiter& w) noexcept;

    // Any thread: what was handed to a call that ended without taking it; null
    // for a timeout.
    BOOST_ASYNCIO_DECL void give_back(as_completed_entry* e) noexcept;

    BOOST_ASYNCIO_DECL void describe(wait_info& info) const;

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

        BOOST_ASYNCIO_DECL void run() override;
        BOOST_ASYNCIO_DECL void expire() override;
        BOOST_ASYNCIO_DECL void abandon() noexcept override;

    private:
        as_completed_state& state_;
    };

    BOOST_ASYNCIO_DECL ~as_completed_state();

    BOOST_ASYNCIO_DECL void drop_duplicates();

    BOOST_ASYNCIO_DECL void start();

    BOOST_ASYNCIO_DECL void unset() noexcept;

    BOOST_ASYNCIO_DECL void completed(as_completed_entry& e) noexcept;

    // Python's rule: what is not done now never comes, not even if its callback
    // is on its way.
    BOOST_ASYNCIO_DECL void time_is_up() noexcept;

    // Hands `e`, or a timeout, to the call that has waited longest, if any.
    BOOST_ASYNCIO_DECL bool serve_first(as_completed_entry* e) noexcept;

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

    BOOST_ASYNCIO_DECL bool ready() noexcept;

    BOOST_ASYNCIO_DECL void start() override;

    BOOST_ASYNCIO_DECL bool cancel_wait(std::string const&) override;

    BOOST_ASYNCIO_DECL void describe(wait_info& info) const override;

protected:
    BOOST_ASYNCIO_DECL next_waiter(
        as_completed_state::ptr s, std::source_location where) noexcept;

    BOOST_ASYNCIO_DECL ~next_waiter();

    // The next one, or null at the end.
    BOOST_ASYNCIO_DECL intrusive_ptr<state_base> take_next();

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

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/wait/impl/as_completed_state.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_WAIT_AS_COMPLETED_STATE_HPP
