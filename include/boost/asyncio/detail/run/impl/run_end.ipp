// Bodies of run_end.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_RUN_IMPL_RUN_END_IPP
#define BOOST_ASYNCIO_DETAIL_RUN_IMPL_RUN_END_IPP

#include <boost/asyncio/detail/run/run_end.hpp>
#include <boost/asyncio/detail/wait/tasks_of.hpp>
#include <boost/asyncio/event_loop.hpp>

#include <algorithm>
#include <functional>
#include <utility>

namespace boost::asyncio::detail {

BOOST_ASYNCIO_COLD_DECL bool
by_address(any_task const& a, any_task const& b) noexcept;

// Any order, by which one is found.
bool by_address(any_task const& a, any_task const& b) noexcept
{
    return std::less<task_base*>()(
        handle_access::state(a).get(), handle_access::state(b).get());
}

void older_tasks::note(loop_state& l)
{
    tasks_ = tasks_of(l);
    std::sort(tasks_.begin(), tasks_.end(), by_address);
    noted_ = true;
}

bool older_tasks::contain(any_task const& t) const
{
    return !noted_ ||
        std::binary_search(tasks_.begin(), tasks_.end(), t, by_address);
}

// One of the tasks that are waited for.
class run_end::child final : public item
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

run_end::run_end(loop_state& l, std::shared_ptr<older_tasks> older) noexcept
    : loop_(l), older_(std::move(older))
{
}

run_end::~run_end() = default;

void run_end::begin_first()
{
    if (take_on())
        loop_.push_first(*this);
}

void run_end::begin(any_task main)
{
    if (!take_on())
        return;
    main_ = std::move(main);
    loop_.send_first(*this);
}

bool run_end::begin_here()
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

bool run_end::finished() const
{
    std::lock_guard lock(mutex_);
    return finished_;
}

// True for the first to come.
bool run_end::take_on()
{
    if (begun_.exchange(true))
        return false;
    self_ = shared_from_this();
    return true;
}

void run_end::run()
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

void run_end::abandon() noexcept
{
    auto const self = std::move(self_);
}

void run_end::cancel_all()
{
    std::vector<any_task> tasks = tasks_of(loop_);
    if (older_)
        std::erase_if(
            tasks, [&](any_task const& t) { return older_->contain(t); });
    // One that has not begun is not among them, and never does.
    if (main_ && !main_.done() &&
        std::find(tasks.begin(), tasks.end(), main_) == tasks.end())
        tasks.push_back(main_);
    if (tasks.empty())
    {
        finish();
        return;
    }
    for (any_task const& t : tasks)
        children_.push_back(std::make_unique<child>(t, shared_from_this()));
    waited_ = true;
    left_ = children_.size();
    request_walk walk(loop_);
    for (any_task const& t : tasks)
        t.cancel();
    walk.finish();
    for (auto const& c : children_)
        handle_access::state(c->task)->add_waiter(*c);
}

void run_end::one_has_ended()
{
    if (--left_ > 0)
        return;
    self_ = shared_from_this();
    loop_.push(*this);
}

void run_end::finish()
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
    // Who waits for it goes as soon as it is finished. The loop's flag is set
    // by then, lest it stop a later run.
    std::lock_guard lock(mutex_);
    finished_ = true;
    loop_.stop();
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_RUN_IMPL_RUN_END_IPP
