// The end of a run: tasks are cancelled and awaited.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_RUN_RUN_END_HPP
#define BOOST_ASYNCIO_DETAIL_RUN_RUN_END_HPP

#include <boost/asyncio/detail/wait/tasks_of.hpp>
#include <boost/asyncio/event_loop.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <unordered_set>
#include <utility>
#include <vector>

namespace boost::asyncio::detail {

// The tasks that were there before a run.
class older_tasks
{
public:
    // Inside, before the main task begins.
    void note(loop_state& l)
    {
        for (any_task& t : tasks_of(l))
            tasks_.insert(std::move(t));
        noted_ = true;
    }

    bool contain(any_task const& t) const
    {
        return !noted_ || tasks_.contains(t);
    }

private:
    std::unordered_set<any_task> tasks_;
    bool noted_ = false;
};

// Cancels the tasks of a loop and stops the loop when they have ended, in the
// turns that Python's `gather` takes for it. As an item it is the part that
// looks for the tasks and cancels them. It owns itself while it is under way.
class run_end final
    : public item
    , public std::enable_shared_from_this<run_end>
{
public:
    // Tasks in `older` stay, if there is one.
    explicit run_end(
        loop_state& l, std::shared_ptr<older_tasks> older = nullptr) noexcept
        : loop_(l), older_(std::move(older))
    {
    }

    // Inside, from a step: it begins before anything else that is ready.
    void begin_first()
    {
        if (take_on())
            loop_.push_first(*this);
    }

    // The same from outside. `main` may not have begun yet.
    void begin(any_task main = {})
    {
        if (!take_on())
            return;
        main_ = std::move(main);
        loop_.send_first(*this);
    }

    // For a loop that this thread alone runs; false if nothing is left.
    bool begin_here()
    {
        bool begun = false;
        loop_.visit(
            [&]
            {
                begun = !loop_.tasks.empty();
                if (begun)
                    begin_first();
            });
        return begun;
    }

    bool finished() const
    {
        std::lock_guard lock(mutex_);
        return finished_;
    }

    // What went wrong with the end itself, or null.
    std::exception_ptr failure() const noexcept
    {
        return failure_;
    }

private:
    // One of the tasks that are waited for.
    class child final : public item
    {
    public:
        child(any_task t, std::shared_ptr<run_end> e) noexcept
            : task(std::move(t)), end(std::move(e))
        {
        }

        void run() override
        {
            auto const e = std::move(end);
            e->one_has_ended();
        }

        void abandon() noexcept override
        {
            auto const e = std::move(end);
        }

        any_task task;
        std::shared_ptr<run_end> end;
    };

    // True for the first to come.
    bool take_on()
    {
        if (begun_.exchange(true))
            return false;
        self_ = shared_from_this();
        return true;
    }

    void run() override
    {
        auto const self = std::move(self_);
        try
        {
            if (waited_)
                finish();
            else
                cancel_all();
        }
        catch (...)
        {
            failure_ = std::current_exception();
            finish();
        }
    }

    void abandon() noexcept override
    {
        auto const self = std::move(self_);
    }

    void cancel_all()
    {
        std::vector<any_task> tasks = tasks_of(loop_);
        if (older_)
            std::erase_if(
                tasks, [&](any_task const& t) { return older_->contain(t); });
        // One that has not begun is not among them, and never does.
        if (main_ && !main_.done() &&
            std::ranges::find(tasks, main_) == tasks.end())
            tasks.push_back(main_);
        if (tasks.empty())
        {
            finish();
            return;
        }
        for (any_task const& t : tasks)
            children_.push_back(
                std::make_unique<child>(t, shared_from_this()));
        waited_ = true;
        left_ = children_.size();
        for (any_task const& t : tasks)
            t.cancel();
        for (auto const& c : children_)
            handle_access::state(c->task)->add_waiter(*c);
    }

    void one_has_ended()
    {
        if (--left_ > 0)
            return;
        self_ = shared_from_this();
        loop_.push(*this);
    }

    void finish()
    {
        for (auto const& c : children_)
        {
            if (!c->task.done() || c->task.cancelled())
                continue;
            if (auto const e = c->task.exception())
                loop_access::handle(loop_).call_exception_handler(
                    {.message = "unhandled exception during asyncio.run() "
                                "shutdown",
                     .exception = e,
                     .task = c->task});
        }
        children_.clear();
        // Who waits for it goes as soon as it is finished. The loop's flag is
        // set by then, lest it stop a later run.
        std::lock_guard lock(mutex_);
        finished_ = true;
        loop_.stop();
    }

    loop_state& loop_;
    std::shared_ptr<older_tasks> older_;
    std::shared_ptr<run_end> self_;
    any_task main_;
    std::vector<std::unique_ptr<child>> children_;
    std::size_t left_ = 0;
    bool waited_ = false;
    std::atomic<bool> begun_ = false;
    std::exception_ptr failure_;
    mutable std::mutex mutex_;
    bool finished_ = false;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_RUN_RUN_END_HPP
