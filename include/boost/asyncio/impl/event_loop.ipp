// Bodies of event_loop.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_EVENT_LOOP_IPP
#define BOOST_ASYNCIO_IMPL_EVENT_LOOP_IPP

#include <boost/asyncio/detail/loop/asio_compat.hpp>
#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/detail/loop/stop_notice.hpp>
#include <boost/asyncio/detail/run/running_scope.hpp>
#include <boost/asyncio/detail/run/signal_wait.hpp>
#include <boost/asyncio/detail/run/when_done.hpp>
#include <boost/asyncio/detail/task/loop_service.hpp>
#include <boost/asyncio/event_loop.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <exception>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>

namespace boost::asyncio {

namespace detail {

BOOST_ASYNCIO_COLD_DECL event_loop*& thread_loop() noexcept;

// A signal and what to call for it, as long as it is asked for.
class signal_watch : public std::enable_shared_from_this<signal_watch>
{
public:
    signal_watch(loop_state& l, int signal, std::function<void()> f)
        : function_(std::move(f))
        , loop_(l)
        , signal_(l, signal)
    {
    }

    void start()
    {
        signal_.wait(
            [weak = weak_from_this()]
            {
                auto const self = weak.lock();
                if (!self)
                    return;
                self->start();
                loop_access::handle(self->loop_).call_soon(self->function_);
            });
    }

    // The signal stays caught all the time, and one that is on its way is for
    // the new function.
    void replace(std::function<void()> f) noexcept
    {
        function_.swap(f);
    }

private:
    std::function<void()> function_;
    loop_state& loop_;
    signal_wait signal_;
};

struct signal_table
{
    std::map<int, std::shared_ptr<signal_watch>> watches; // by number
};

bool loop_access::can_run(event_loop const& l)
{
    return l.own_context_ || l.state_->runnable_context() ||
           !scheduler_has_stopped(l.state_->context);
}

void loop_access::run(event_loop& l)
{
    struct ending
    {
        ~ending()
        {
            l.on_stop(nullptr);
            l.stop_context = false;
            l.clear_stop();
        }

        loop_state& l;
    } const at_end{*l.state_};
    if (!l.own_context_)
    {
        run_foreign(*l.state_, l.state_->runnable_context());
        return;
    }
    l.state_->stop_context = true;
    if (l.state_->stopping())
        l.state_->submit_nothing();
    l.own_context_->restart();
    l.run_context(*l.own_context_);
}

void loop_access::run_foreign(loop_state& l, asio::io_context* context)
{
    stop_notice const notice(context);
    l.on_stop(notice.notifier());
    if (l.stopping())
        l.submit_nothing();
    if (!context)
    {
        notice.wait(
            [&c = l.context] { return scheduler_has_stopped(c); });
        return;
    }
    // What the caller has stopped is stopped again in the end.
    struct restarted
    {
        explicit restarted(asio::io_context& c)
            : context(c.stopped() ? &c : nullptr)
        {
            if (context)
                context->restart();
        }

        ~restarted()
        {
            if (context)
                context->stop();
        }

        asio::io_context* context;
    } const scope(*context);
    while (!notice.stopped() && context->run_one() > 0)
    {
    }
}

bool loop_access::alone(event_loop const& l) noexcept
{
    return l.own_context_ != nullptr;
}

void loop_access::drop_context(event_loop& l) noexcept
{
    l.own_context_.reset();
}

event_loop& loop_access::handle(loop_state& s)
{
    if (!s.handle)
    {
        s.handle = new event_loop(loop_ptr(&s));
        // The loop owns this one: it must not keep the loop alive.
        s.release();
        s.delete_handle = [](event_loop* l) noexcept
        {
            l->state_.detach();
            delete l;
        };
    }
    return *s.handle;
}

void loop_access::require_own(event_loop const& l, state_base const* s)
{
    if (!s)
        throw std::invalid_argument("an empty task or future is awaited");
    if (&s->loop() != l.state_.get())
        throw std::invalid_argument(
            "The future belongs to a different loop than the one "
            "specified as the loop argument");
}

void loop_access::run_until_done(event_loop& l, state_base& s)
{
    intrusive_ptr<state_base> const held(&s);
    {
        when_done const stop(
            s, alone(l), [&state = *l.state_] { state.stop(); });
        run(l);
    }
    if (!s.done())
        throw std::runtime_error(
            "Event loop stopped before Future completed.");
}

void loop_access::run_task(event_loop& l, task_base& t)
{
    try
    {
        run_until_done(l, t);
    }
    catch (...)
    {
        // What left the loop at once is not lost with the task.
        t.mark_read();
        throw;
    }
}

void loop_access::schedule(callback& c, context const* in)
{
    if (in)
        c.context.share(context_access::box(*in));
    else
        c.context.inherit(current_context());
    c.schedule();
}

void loop_access::add_signal(
    event_loop& l, int signal, std::function<void()> f)
{
    require_open(*l.state_);
    auto& signals = l.state_->signals;
    if (signals)
        if (auto const i = signals->watches.find(signal);
            i != signals->watches.end())
        {
            i->second->replace(std::move(f));
            return;
        }
    auto watch =
        std::make_shared<signal_watch>(*l.state_, signal, std::move(f));
    watch->start();
    if (!signals)
        signals = std::make_shared<signal_table>();
    signals->watches.emplace(signal, std::move(watch));
}

// The loop that set_event_loop() set for this thread.
event_loop*& thread_loop() noexcept
{
    static thread_local event_loop* loop = nullptr;
    return loop;
}

} // namespace detail

event_loop::event_loop()
    : own_context_(std::make_unique<asio::io_context>(1)), owner_(true)
{
    state_ = detail::loop_of(*own_context_);
    state_->handle = this;
}

event_loop::event_loop(detail::loop_ptr s) noexcept
    : state_(std::move(s))
{
}

event_loop::~event_loop()
{
    if (detail::thread_loop() == this)
        detail::thread_loop() = nullptr;
    if (owner_ && state_->handle == this)
        state_->handle = nullptr;
}

void event_loop::run_forever()
{
    detail::running_scope const running(*state_);
    detail::loop_access::run(*this);
}

void event_loop::run_context(asio::io_context& context)
{
    context.run();
}

void event_loop::stop()
{
    state_->stop();
    if (!state_->inside())
        state_->submit_nothing();
}

void event_loop::close()
{
    if (state_->is_running)
        throw std::runtime_error("Cannot close a running event loop");
    state_->closed = true;
    state_->signals.reset();
}

void event_loop::set_exception_handler(exception_handler h)
{
    if (!h)
    {
        state_->exception_handler = nullptr;
        return;
    }
    state_->exception_handler =
        [h = std::move(h), &s = *state_](detail::report const& r)
    {
        exception_context context{
            .message = r.message,
            .exception = r.exception,
            .task = {},
            .future = r.future || (r.subject && !r.subject->is_task()),
            .location = r.location};
        if (r.subject && r.subject->is_task())
            context.task = detail::handle_access::make<any_task>(
                intrusive_ptr<detail::task_base>(
                    static_cast<detail::task_base*>(r.subject)));
        h(detail::loop_access::handle(s), context);
    };
}

void event_loop::call_exception_handler(exception_context const& context)
{
    detail::report r{
        .message = context.message,
        .exception = context.exception,
        .location = context.location,
        .future = context.future};
    if (context.task)
        r.subject = detail::handle_access::state(context.task).get();
    state_->report_error(r);
}

void event_loop::set_default_executor(
    std::shared_ptr<asio::thread_pool> pool)
{
    if (!pool)
        throw std::invalid_argument("set_default_executor() needs a pool");
    // The loop must not own the context that owns it.
    if (pool.get() == &state_->context)
        pool = {std::shared_ptr<void>(), pool.get()};
    state_->threads.pools.push_back(std::move(pool));
    state_->threads.set_by_user = true;
}

bool event_loop::remove_signal_handler(int signal)
{
    auto& signals = state_->signals;
    if (!signals || signals->watches.erase(signal) == 0)
        return false;
    if (signals->watches.empty())
        signals.reset();
    return true;
}

event_loop& get_running_loop()
{
    return detail::loop_access::handle(detail::current_loop());
}

event_loop& get_event_loop()
{
    if (auto* const l = detail::running_loop())
        return detail::loop_access::handle(*l);
    if (auto* const l = detail::thread_loop())
        return *l;
    throw std::runtime_error(
        "There is no current event loop in this thread.");
}

void set_event_loop(event_loop* loop) noexcept
{
    detail::thread_loop() = loop;
}

std::unique_ptr<event_loop> new_event_loop()
{
    return std::make_unique<event_loop>();
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_EVENT_LOOP_IPP
