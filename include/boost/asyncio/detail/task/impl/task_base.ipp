// Bodies of task_base.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_IMPL_TASK_BASE_IPP
#define BOOST_ASYNCIO_DETAIL_TASK_IMPL_TASK_BASE_IPP

#include <boost/asyncio/detail/loop/waiter.hpp>
#include <boost/asyncio/detail/task/aborted.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>
#include <boost/asyncio/error.hpp>

#include <algorithm>
#include <limits>

namespace boost::asyncio::detail {

// A request from outside of the loop, on its way in.
class handed_over_cancel final : public item
{
public:
    handed_over_cancel(task_base& t, std::string message)
        : task_(&t), message_(std::move(message))
    {
    }

    void run() override
    {
        auto const task = std::move(task_);
        auto const message = std::move(message_);
        delete this;
        task->cancel(message);
        using state = task_base::handed_over;
        if (task->handed_over_.exchange(state::none) == state::awaited)
            task->loop().push(*task);
    }

    void abandon() noexcept override
    {
        delete this;
    }

private:
    intrusive_ptr<task_base> task_;
    std::string message_;
};

std::string task_base::name() const
{
    return name_ ? *name_ : "Task-" + std::to_string(number_);
}

void task_base::set_name(std::string name)
{
    name_ = std::make_unique<std::string>(std::move(name));
}

void task_base::run()
{
    enroll();
    if (waits_for_request())
        return;
    if (requests.take())
    {
        close();
        withdraw();
        become_cancelled(requests.message(), nullptr);
        release();
    }
    else
        begin();
}

void task_base::abandon() noexcept
{
    close();
    enroll();
    orphan();
    release();
}

// What comes of `f`, a part of the task.
template<class F>
status task_base::attempt(F f, std::exception_ptr& e)
{
    try
    {
        f();
        return status::succeeded;
    }
    catch (cancelled_error const&)
    {
        e = std::current_exception();
        return status::cancelled;
    }
    catch (keyboard_interrupt const&)
    {
        e = std::current_exception();
        loop().escape(e);
    }
    catch (std::exception const& error)
    {
        // An operation of others that took our request.
        if (requests.count() > 0 && is_abort(error))
            return status::cancelled;
        e = std::current_exception();
    }
    catch (...)
    {
        e = std::current_exception();
    }
    return status::failed;
}

bool task_base::start_body()
{
    std::exception_ptr e;
    auto const s = attempt(
        [this]
        {
            runner_->prepare();
            open_body();
        },
        e);
    if (s == status::succeeded)
        return true;
    finish(s, std::move(e));
    return false;
}

void task_base::end_body()
{
    std::exception_ptr e;
    auto const s = attempt([this] { take_result(); }, e);
    finish(s, std::move(e));
}

void task_base::lose_body() noexcept
{
    close();
    unbind();
    orphan();
    release();
}

// The context goes away under a task that has not ended.
void task_base::orphan() noexcept
{
    if (loop().debug)
        report_destroyed();
    withdraw();
    complete(detail::status::cancelled);
}

// The task ends; its runner forgets it.
void task_base::finish(detail::status s, std::exception_ptr e)
{
    close();
    withdraw();
    settle();
    unbind();
    bool const revoked = requests.take();
    if (s == detail::status::succeeded && requests.count() > 0 && !revoked)
        report_swallowed();
    if (s == detail::status::succeeded && !revoked)
        complete(s);
    else if (s == detail::status::failed)
    {
        fail(std::move(e));
        if (loop().escapes())
            mark_read(); // it leaves the loop
    }
    else
        become_cancelled(requests.message(), std::move(e));
    release();
}

bool task_base::cancel(std::string const& message)
{
    if (done())
        return false;
    if (!loop().inside())
    {
        auto& request = *new handed_over_cancel(*this, message);
        // One that is awaited stays so: the request that arrives first is
        // enough.
        auto expected = handed_over::none;
        handed_over_.compare_exchange_strong(
            expected, handed_over::on_its_way);
        loop().submit(request);
        return true;
    }
    if (is_on_path())
        return false;
    if (take_request(message, 1))
    {
        request_walk walk(loop());
        walk.begin(*this, message);
        walk.finish(message);
    }
    return true;
}

bool task_base::pass_on(std::string const& message)
{
    auto* const walk = loop().walk;
    if (!walk || !loop().inside())
        return cancel(message);
    if (done() || is_on_path())
        return false;
    if (take_request(message, walk->times()))
        walk->reach(*this);
    return true;
}

bool task_base::take_request(std::string const& message, unsigned times)
{
    bool const waits = started() && runner_->waiting;
    bool const waits_for_asio = started() && !waits && !runs();
    if (!waits && !(waits_for_asio && runner_->is_asked()))
        requests.gone_on();
    requests.add(message, times);
    if (waits)
        return true;
    requests.remember();
    if (waits_for_asio)
        loop().deliver(*runner_);
    return false;
}

// What is waited for takes the request, or has ended already.
bool task_base::ask_awaited(std::string const& message)
{
    if (done() || !runner_->waiting)
        return false;
    bool const taken = runner_->waiting->cancel_wait(message);
    if (taken)
        requests.wait_ended();
    else
        requests.remember();
    return taken;
}

// ---- request_walk, which knows tasks -------------------------------------

request_walk::request_walk(loop_state& l) noexcept
    : loop_(l), walk_(l.inside() && l.walk ? *l.walk : *this)
{
    if (l.inside())
        l.walk = &walk_;
}

request_walk::~request_walk()
{
    if (&walk_ != this || !loop_.inside())
        return;
    // There are some on the path if an exception has ended it.
    forget(path_);
    forget(passed_);
    forget(settled_);
    loop_.walk = nullptr;
}

void request_walk::begin(task_base& t, std::string const& message)
{
    inner const i(walk_);
    auto const* const floor = walk_.front();
    walk_.reach(t);
    walk_.follow(floor, message);
}

void request_walk::reach(task_base& t) noexcept
{
    if (t.place_ == walk_place::passed)
    {
        constexpr auto most = std::numeric_limits<unsigned>::max();
        t.repeats_ += std::min(now_.times, most - t.repeats_);
        repeated_ = true;
        return;
    }
    t.place_ = walk_place::reached;
    t.repeats_ = now_.times - 1;
    path_.push_front(t);
}

// Until `floor` is the end of the path again.
void request_walk::follow(item const* floor, std::string const& message)
{
    while (front() != floor)
    {
        auto& t = static_cast<task_base&>(path_.front());
        if (t.place_ != walk_place::asked)
        {
            now_ = {.asking = &t, .goes_on = t.place_ == walk_place::paused};
            t.ask_awaited(message);
            t.place_ = now_.paused ? walk_place::paused : walk_place::asked;
        }
        else
        {
            path_.pop_front();
            passed_.push_front(t);
            t.place_ = walk_place::passed;
        }
    }
}

void request_walk::finish(std::string const& message)
{
    if (&walk_ == this && repeated_)
        settle(message);
}

void request_walk::settle(std::string const& message)
{
    while (!passed_.empty())
    {
        auto& t = static_cast<task_base&>(passed_.pop_front());
        settled_.push_back(t);
        t.place_ = walk_place::settled;
        if (t.repeats_ > 0)
            ask(
                [&](std::string const& m)
                {
                    now_.times = t.repeats_;
                    return t.ask_awaited(m);
                },
                message);
    }
}

void request_walk::forget(item_list& tasks) noexcept
{
    while (!tasks.empty())
        static_cast<task_base&>(tasks.pop_front()).place_ = walk_place::none;
}

bool loop_state::ask(waiter& w, std::string const& message)
{
    return detail::ask(
        *this,
        [&w](std::string const& m) { return w.cancel_wait(m); },
        message);
}

void task_base::destroy_suspended() noexcept
{
    if (!started())
    {
        if (item::linked())
            item::unlink();
        abandon();
    }
    else if (runner_->waiting)
        runner_->waiting->destroy();
    else
        for (auto& r = *runner_; !r.handlers.empty();)
            r.handlers.pop_front().abandon();
}

void task_base::report_swallowed()
{
    if (loop().debug)
        loop().report_error(
            {.message = "A cancellation was swallowed: the task ended as if "
                        "nobody had asked it to, and without uncancel()",
             .subject = this,
             .location = location_});
}

void task_base::report_destroyed() noexcept
{
    // Not to the handler, which may be gone with what it refers to.
    print_report(
        {.message = "Task was destroyed but it is pending!",
         .subject = this,
         .location = location_});
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_IMPL_TASK_BASE_IPP
