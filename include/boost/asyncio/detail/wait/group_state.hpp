// The inside of a task group: its children, and what becomes of their errors.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_GROUP_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_GROUP_STATE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/waiter.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>
#include <boost/asyncio/exception_group.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <exception>
#include <string>
#include <vector>

namespace boost::asyncio::detail {

struct group_tag
{
};

class group_state;

// The part of a task that belongs to its group: tells it of the end. It waits
// for the task, and so keeps it alive.
class group_member
    : public item
    , public list_links<group_tag>
{
public:
    group_member() = default;
    group_member(group_member const&) = delete;
    group_member& operator=(group_member const&) = delete;

    BOOST_ASYNCIO_DECL void run() override;
    BOOST_ASYNCIO_DECL void abandon() noexcept override;

    BOOST_ASYNCIO_DECL task_base* owner() const noexcept;

protected:
    BOOST_ASYNCIO_DECL ~group_member();

private:
    friend class group_state;

    group_state* group_ = nullptr;
    task_base* task_ = nullptr;
};

// Python's TaskGroup, save the waiting.
class group_state
{
public:
    group_state() = default;
    group_state(group_state const&) = delete;
    group_state& operator=(group_state const&) = delete;

    // Left too early: its loop goes away, or its owner forgot it.
    BOOST_ASYNCIO_DECL ~group_state();

    // `parent` is null for a group that is not bound to a block.
    BOOST_ASYNCIO_DECL void enter(loop_state& l, task_base* parent);

    // Ends the group without an error.
    BOOST_ASYNCIO_DECL void cancel();

    // Throws unless a task may be created now.
    BOOST_ASYNCIO_DECL loop_state& require_open() const;

    // Takes a task in that has been created, and starts it by `start`.
    template<class Task, class Start>
    void add(Task& t, bool eager, Start&& start)
    {
        if (eager)
        {
            start();
            if (!begun(t))
                return;
        }
        add_member(t, t);
        if (!eager)
            start();
    }

    bool empty() const noexcept
    {
        return members_.empty();
    }

    bool entered() const noexcept
    {
        return entered_;
    }

    bool aborting() const noexcept
    {
        return aborting_;
    }

    loop_state* loop() const noexcept
    {
        return loop_.get();
    }

    task_base* parent() const noexcept
    {
        return parent_.get();
    }

    // Cancels all children.
    BOOST_ASYNCIO_DECL void abort();

    // The block ends: `error` left its body. `w` waits for the children, and
    // goes on by `interruption` if that is queued when the last one ends.
    BOOST_ASYNCIO_DECL void begin_exit(
        waiter& w,
        item& interruption,
        std::exception_ptr error,
        bool error_is_cancellation);

    // Whoever waits is asked to stop, perhaps by the group itself: end_exit()
    // finds out.
    BOOST_ASYNCIO_DECL void exit_cancelled(std::string const& message);

    // All children have ended: throws what is to be thrown.
    BOOST_ASYNCIO_DECL void end_exit();

    // The waiter goes away without having waited to the end.
    void forget_waiter() noexcept
    {
        waiting_ = nullptr;
    }

    template<class F>
    void for_each_task(F f) const
    {
        for (group_member const* m =
                 members_.empty() ? nullptr : &members_.front();
             m;
             m = members_.after(*m))
            f(*m->task_);
    }

private:
    friend class group_member;

    BOOST_ASYNCIO_DECL static bool is_base_error(std::exception_ptr const& e);

    // Its first step is over; false if it has ended.
    BOOST_ASYNCIO_DECL bool begun(task_base& t);

    BOOST_ASYNCIO_DECL void add_member(task_base& t, group_member& m);
    BOOST_ASYNCIO_DECL void left(group_member& m);

    BOOST_ASYNCIO_DECL void ended(task_base& t);

    BOOST_ASYNCIO_DECL void cancel_parent();

    // All errors, which count as read now.
    BOOST_ASYNCIO_DECL exception_group group() const;

    loop_ptr loop_;
    intrusive_ptr<task_base> parent_;
    linked_list<group_member, group_tag> members_; // those that have not ended
    waiter* waiting_ = nullptr;
    item* interruption_ = nullptr; // of who waits
    std::vector<intrusive_ptr<task_base>> failed_; // as they ended
    std::exception_ptr base_error_;   // is thrown as it is
    std::exception_ptr body_error_;   // no cancellation
    std::exception_ptr cancellation_; // from outside
    bool entered_ = false;
    bool exiting_ = false;
    bool finished_ = false;
    bool aborting_ = false;
    bool cancelled_ = false;
    bool parent_cancelled_ = false;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/wait/impl/group_state.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_WAIT_GROUP_STATE_HPP
