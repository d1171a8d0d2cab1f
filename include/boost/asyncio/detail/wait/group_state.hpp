// The inside of a task group: its children, and what becomes of their errors.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_GROUP_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_GROUP_STATE_HPP

#include <boost/asyncio/detail/loop/waiter.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>
#include <boost/asyncio/error.hpp>
#include <boost/asyncio/exception_group.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
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

    void run() override;

    void abandon() noexcept override
    {
        task_->release();
    }

    task_base* owner() const noexcept;

protected:
    ~group_member()
    {
        if (list_links<group_tag>::linked())
            list_links<group_tag>::unlink();
    }

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
    ~group_state()
    {
        if (!entered_ || finished_)
            return;
        std::vector<intrusive_ptr<task_base>> left;
        while (!members_.empty())
        {
            group_member& m = members_.pop_front();
            m.group_ = nullptr;
            left.emplace_back(m.task_);
        }
        if (loop_->down() || (left.empty() && failed_.empty()))
            return;
        for (auto const& t : left)
            t->cancel({});
        report r{
            .message = "a task_group was destroyed that nobody had left: its "
                       "tasks are cancelled"};
        if (loop_->inside())
        {
            if (!failed_.empty())
                r.exception = std::make_exception_ptr(group());
            r.subject = parent_.get();
            loop_->report_error(r);
        }
        else // tasks that failed report themselves
            loop_->send_function([l = loop_, r] { l->report_error(r); });
    }

    // `parent` is null for a group that is not bound to a block.
    void enter(loop_state& l, task_base* parent)
    {
        if (entered_)
            throw std::runtime_error("TaskGroup has already been entered");
        entered_ = true;
        loop_ = loop_ptr(&l);
        parent_ = parent;
        if (cancelled_)
            cancel();
    }

    // Ends the group without an error.
    void cancel()
    {
        cancelled_ = true;
        if (!entered_ || finished_ || aborting_)
            return;
        abort();
        cancel_parent();
    }

    // Throws unless a task may be created now.
    loop_state& require_open() const
    {
        if (!entered_)
            throw std::runtime_error("TaskGroup has not been entered");
        if (finished_ || (exiting_ && members_.empty()))
            throw std::runtime_error("TaskGroup is finished");
        if (aborting_)
            throw std::runtime_error("TaskGroup is shutting down");
        if (!loop_->inside())
            throw std::runtime_error(
                "a task of a TaskGroup is created outside of its loop");
        return *loop_;
    }

    // Takes a task in that has been created, and starts it by `start`.
    template<class Task, class Start>
    void add(Task& t, bool eager, Start&& start)
    {
        if (eager)
        {
            start();
            if (t.done())
            {
                ended(t);
                return;
            }
            if (aborting_)
                t.cancel({}); // its first step ended the group
        }
        group_member& m = t;
        m.group_ = this;
        m.task_ = &t;
        members_.push_back(m);
        t.add_ref();
        t.add_waiter(m);
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
    void abort()
    {
        aborting_ = true;
        // To cancel one may end others, but only by way of the queue.
        for (group_member* m = members_.empty() ? nullptr : &members_.front();
             m;
             m = members_.after(*m))
            m->task_->cancel({});
    }

    // The block ends: `error` left its body. `w` waits for the children, and
    // goes on by `interruption` if that is queued when the last one ends.
    void begin_exit(
        waiter& w,
        item& interruption,
        std::exception_ptr error,
        bool error_is_cancellation)
    {
        if (!entered_)
            throw std::runtime_error("TaskGroup has not been entered");
        if (finished_)
            throw std::runtime_error("TaskGroup is finished");
        if (exiting_)
            throw std::runtime_error("TaskGroup is being left already");
        exiting_ = true;
        waiting_ = &w;
        interruption_ = &interruption;
        body_error_ = std::move(error);
        if (!body_error_)
            return;
        if (!base_error_ && is_base_error(body_error_))
            base_error_ = body_error_;
        if (error_is_cancellation)
            cancellation_ = std::exchange(body_error_, nullptr);
        if (!aborting_)
            abort();
    }

    // Whoever waits is asked to stop, perhaps by the group itself: end_exit()
    // finds out.
    void exit_cancelled(std::string const& message)
    {
        if (!cancellation_)
            cancellation_ = std::make_exception_ptr(cancelled_error(message));
        if (!aborting_)
            abort();
    }

    // All children have ended: throws what is to be thrown.
    void end_exit()
    {
        finished_ = true;
        waiting_ = nullptr;
        if (base_error_)
            std::rethrow_exception(base_error_);
        if (parent_cancelled_ && parent_->requests.uncancel() == 0)
            cancellation_ = nullptr;
        if (failed_.empty() && !body_error_)
        {
            if (cancellation_)
                std::rethrow_exception(cancellation_);
            return;
        }
        task_base* const asked = parent_ ? parent_.get()
            : cancellation_              ? current_task_base()
                                         : nullptr;
        if (asked && asked->requests.count() > 0)
        {
            // Asked from outside, too: it hears of it when it waits next.
            asked->requests.uncancel();
            asked->cancel({});
        }
        throw group();
    }

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

    static bool is_base_error(std::exception_ptr const& e)
    {
        return holds<keyboard_interrupt>(e);
    }

    void left(group_member& m)
    {
        m.list_links<group_tag>::unlink();
        m.group_ = nullptr;
        // First: if it has failed, its request finds that the wait is over.
        if (waiting_ && members_.empty() && !waiting_->item::linked() &&
            !interruption_->linked())
            loop_->push(*waiting_);
        ended(*m.task_);
    }

    void ended(task_base& t)
    {
        if (t.status() != status::failed)
            return;
        failed_.emplace_back(&t);
        if (!base_error_ && is_base_error(t.unread_exception()))
            base_error_ = t.unread_exception();
        if (aborting_)
            return;
        abort();
        cancel_parent();
    }

    void cancel_parent()
    {
        if (!parent_ || parent_->done())
            return;
        parent_cancelled_ = true;
        parent_->cancel({});
    }

    // All errors, which count as read now.
    exception_group group() const
    {
        std::vector<std::exception_ptr> errors;
        std::vector<std::string> origins;
        for (auto const& t : failed_)
        {
            errors.push_back(t->exception());
            origins.push_back(t->name());
        }
        if (body_error_)
        {
            errors.push_back(body_error_);
            origins.push_back(parent_ ? parent_->name() : std::string());
        }
        return exception_group(
            "unhandled errors in a TaskGroup",
            std::move(errors),
            std::move(origins));
    }

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

inline void group_member::run()
{
    intrusive_ptr<task_base> const held(task_, false);
    if (group_)
        group_->left(*this);
}

inline task_base* group_member::owner() const noexcept
{
    return group_ ? group_->parent() : nullptr;
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_WAIT_GROUP_STATE_HPP
