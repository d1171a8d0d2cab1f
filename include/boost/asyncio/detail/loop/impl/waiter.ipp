// Bodies of waiter.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_IMPL_WAITER_IPP
#define BOOST_ASYNCIO_DETAIL_LOOP_IMPL_WAITER_IPP

#include <boost/asyncio/detail/loop/waiter.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>

#include <atomic>

namespace boost::asyncio::detail {

// What a foreign coroutine's slot calls. It may be called in a thread that is
// not inside, and, if the coroutine goes on outside, when the operation has
// ended.
class waiter::canceller
{
public:
    canceller(loop_state& l, waiter& w, std::uint64_t serial) noexcept
        : loop_(l)
        , waiter_(&w)
        , serial_(serial)
        , goes_on_inside_(w.runner_ != nullptr)
    {
    }

    void operator()(asio::cancellation_type type)
    {
        if (type == asio::cancellation_type::none)
            return;
        if (goes_on_inside_ && loop_.inside())
        {
            waiter_->request({});
            return;
        }
        // An operation that is not parked has ended, or is still on its way
        // in: then a message that takes the same way comes after it.
        if (!loop_.inside() || !ask(loop_, waiter_, serial_))
            loop_.send_function(
                [&l = loop_, w = waiter_, s = serial_] { ask(l, w, s); });
    }

private:
    static bool ask(loop_state& l, waiter* w, std::uint64_t serial)
    {
        waiter* p = l.parked.empty() ? nullptr : &l.parked.front();
        for (; p; p = l.parked.after(*p))
            if (p == w && p->serial_ == serial)
            {
                p->request({});
                return true;
            }
        return false;
    }

    loop_state& loop_;
    waiter* waiter_;
    std::uint64_t serial_;
    bool goes_on_inside_;
};

void waiter::begin(loop_state& l)
{
    runner_ = after.identity();
    if (runner_ && &runner_->loop != &l)
        runner_ = nullptr;
    foreign_ = true;
    loop_ = &l;
    static std::atomic<std::uint64_t> serials = 0;
    serial_ = serials.fetch_add(1, std::memory_order_relaxed);
    if (auto slot = after.slot(); slot.is_connected())
        slot.emplace<canceller>(l, *this, serial_);
    l.send(*this);
}

void waiter::begin_requested()
{
    auto& requests = *runner_->requests;
    if (requests.sent())
        runner_->loop.raw.settle(*runner_);
    requests.gone_on();
    if (!requests.remembered() ||
        !runner_->loop.ask(*this, requests.message()))
        return;
    requests.take();
    requests.wait_ended();
}

void waiter::request(std::string const& message)
{
    if (!started_ || !loop_->ask(*this, message))
        cancelled_late_ = true;
    if (asked_)
        return;
    asked_ = true;
    asked_in_ = loop_->raw.era();
    if (current.runner)
        current.runner->emitted.heard();
}

std::string waiter::request_message() const
{
    return !foreign_ && runner_ && runner_->requests
        ? runner_->requests->message()
        : std::string();
}

void waiter::destroy() noexcept
{
    if (item::linked())
        item::unlink();
    if (foreign_ && started_)
        list_links<parked_tag>::unlink();
    else if (!foreign_)
        runner_->waiting = nullptr;
    after.destroy();
}

void waiter::run()
{
    if (!foreign_)
        go_on();
    else
        run_foreign();
}

// Called from the queue, so there is no identity to go back to. A task's own
// coroutine lets no exception out.
void waiter::go_on()
{
    runner_base& r = *runner_;
    r.waiting = nullptr;
    current.runner = &r;
    after.resume();
    current.runner = nullptr;
    r.loop.stepped(r);
}

void waiter::run_foreign()
{
    if (!started_)
    {
        started_ = true;
        loop_->parked.push_back(*this);
        start();
        if (cancelled_late_ && loop_->ask(*this, {}))
            cancelled_late_ = false;
        return;
    }
    list_links<parked_tag>::unlink();
    settle();
    if (runner_)
    {
        raw_requests::origin const o(
            loop_->raw, true, asked_ ? asked_in_ : loop_->raw.era());
        resume_as(*runner_);
    }
    else
    {
        guest_scope const scope;
        after.dispatch();
    }
}

void waiter::resume_as(runner_base& r)
{
    {
        runner_scope scope(&r);
        after.resume_with_slot();
    }
    r.loop.stepped(r);
}

void waiter::abandon() noexcept
{
    destroy();
}

step_info waiter::step() const noexcept
{
    return {.task = runner_ ? runner_->task : nullptr, .where = where_};
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_IMPL_WAITER_IPP
