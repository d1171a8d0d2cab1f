// Bodies of event_loop.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_EVENT_LOOP_HPP
#define BOOST_ASYNCIO_IMPL_EVENT_LOOP_HPP

#include <boost/asyncio/detail/loop_service.hpp>
#include <boost/asyncio/detail/stop_notice.hpp>
#include <boost/asyncio/event_loop.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <memory>
#include <stdexcept>

namespace boost::asyncio {

namespace detail {

struct loop_access
{
    static loop_state& state(event_loop const& l) noexcept
    {
        return *l.state_;
    }

    // The handle of a loop, made when it is first asked for.
    static event_loop& handle(loop_state& s)
    {
        if (!s.handle)
        {
            s.handle = new event_loop(s);
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
};

// The loop that set_event_loop() set for this thread.
inline event_loop*& thread_loop() noexcept
{
    static thread_local event_loop* loop = nullptr;
    return loop;
}

// Marks a loop as running in this thread.
class running_scope
{
public:
    explicit running_scope(loop_state& l)
        : loop_(l)
    {
        l.is_running = true;
        current.running = &l;
        l.count_work(true);
    }

    running_scope(running_scope const&) = delete;
    running_scope& operator=(running_scope const&) = delete;

    ~running_scope()
    {
        loop_.on_stop(nullptr);
        loop_.count_work(false);
        loop_.stop_context = false;
        loop_.clear_stop();
        current.running = nullptr;
        loop_.is_running = false;
    }

private:
    loop_state& loop_;
};

// Stops a loop when a task or future is done, unless it has gone before.
template<class Handle>
class stop_when_done
{
public:
    // `alone`: no other thread runs the loop.
    stop_when_done(Handle const& h, loop_state& l, bool alone)
        : wanted_(std::make_shared<std::atomic<bool>>(true))
    {
        auto const stop = [wanted = wanted_, &l]
        {
            if (*wanted)
                l.stop();
        };
        if (alone)
            h.add_done_callback(stop);
        else
            l.send_function([h, stop] { h.add_done_callback(stop); });
    }

    stop_when_done(stop_when_done const&) = delete;
    stop_when_done& operator=(stop_when_done const&) = delete;

    ~stop_when_done()
    {
        *wanted_ = false;
    }

private:
    std::shared_ptr<std::atomic<bool>> wanted_;
};

// A signal and what to call for it, as long as it is asked for.
class signal_watch : public std::enable_shared_from_this<signal_watch>
{
public:
    signal_watch(loop_state& l, int signal, std::function<void()> f)
        : function_(std::move(f))
        , loop_(l)
        , set_(executor_access::make(l.root), signal)
    {
    }

    void start()
    {
        set_.async_wait(
            [weak = weak_from_this()](
                boost::system::error_code const& error, int)
            {
                auto const self = weak.lock();
                if (error || !self)
                    return;
                self->start();
                loop_access::handle(self->loop_).call_soon(self->function_);
            });
    }

private:
    std::function<void()> function_;
    loop_state& loop_;
    asio::basic_signal_set<executor> set_;
};

} // namespace detail

inline event_loop::event_loop()
    : own_context_(std::make_unique<asio::io_context>(1))
{
    state_ = detail::loop_of(*own_context_);
    state_->handle = this;
}

inline event_loop::~event_loop()
{
    if (own_context_)
    {
        if (state_->handle == this)
            state_->handle = nullptr;
        if (detail::thread_loop() == this)
            detail::thread_loop() = nullptr;
    }
}

inline void event_loop::require_open() const
{
    if (state_->closed)
        throw std::runtime_error("Event loop is closed");
}

inline void event_loop::require_idle() const
{
    require_open();
    if (state_->is_running || state_->inside())
        throw std::runtime_error("This event loop is already running");
    if (detail::running_loop())
        throw std::runtime_error(
            "Cannot run the event loop while another loop is running");
}

template<child C>
auto event_loop::run_until_complete(C&& c, std::source_location where)
{
    require_idle();
    if constexpr (detail::handle_child<std::decay_t<C>>)
    {
        if (!c)
            throw std::invalid_argument("an empty task or future is awaited");
        if (&detail::handle_access::state(c)->loop() != state_.get())
            throw std::invalid_argument(
                "The future belongs to a different loop than the one "
                "specified as the loop argument");
        {
            detail::stop_when_done const stop(
                c, *state_, own_context_ != nullptr);
            run_forever();
        }
        if (!c.done())
            throw std::runtime_error(
                "Event loop stopped before Future completed.");
        if constexpr (requires { c.result(); })
            return std::forward<C>(c).result();
        else
        {
            if (auto const e = c.exception())
                std::rethrow_exception(e);
            return;
        }
    }
    else
    {
        auto t = create_task(std::forward<C>(c), where);
        try
        {
            return run_until_complete(std::move(t), where);
        }
        catch (...)
        {
            // What left the loop at once is not lost with the task.
            if (t && t.done() && !t.cancelled())
                t.exception();
            throw;
        }
    }
}

inline void event_loop::run_forever()
{
    require_idle();
    detail::running_scope running(*state_);
    if (own_context_)
    {
        state_->stop_context = true;
        if (state_->stopping())
            state_->submit_nothing();
        own_context_->restart();
        run_context(*own_context_);
    }
    else
        run_foreign(state_->runnable_context());
}

inline void event_loop::run_context(asio::io_context& context)
{
    context.run();
}

inline void event_loop::run_foreign(asio::io_context* context)
{
    if (state_->on_executor_thread())
        throw std::runtime_error(
            "Cannot run the event loop from a thread of its own executor");
    detail::stop_notice const notice(context);
    state_->on_stop(notice.notifier());
    if (state_->stopping())
        state_->submit_nothing();
    if (!context)
    {
        notice.wait();
        return;
    }
    if (context->stopped())
        context->restart();
    while (!notice.stopped() && context->run_one() > 0)
    {
    }
}

inline void event_loop::stop()
{
    state_->stop();
    if (!state_->inside())
        state_->submit_nothing();
}

inline void event_loop::close()
{
    if (state_->is_running)
        throw std::runtime_error("Cannot close a running event loop");
    state_->closed = true;
    state_->signals.clear();
}

inline void event_loop::set_exception_handler(exception_handler h)
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

inline void event_loop::call_exception_handler(exception_context const& context)
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

inline void event_loop::set_default_executor(
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

inline void event_loop::add_signal(int signal, std::function<void()> f)
{
    require_open();
    state_->signals.erase(signal);
    auto watch =
        std::make_shared<detail::signal_watch>(*state_, signal, std::move(f));
    watch->start();
    state_->signals.emplace(signal, std::move(watch));
}

inline bool event_loop::remove_signal_handler(int signal)
{
    return state_->signals.erase(signal) > 0;
}

inline event_loop& get_running_loop()
{
    return detail::loop_access::handle(detail::current_loop());
}

inline event_loop& get_event_loop()
{
    if (auto* const l = detail::running_loop())
        return detail::loop_access::handle(*l);
    if (auto* const l = detail::thread_loop())
        return *l;
    throw std::runtime_error(
        "There is no current event loop in this thread.");
}

inline void set_event_loop(event_loop* loop) noexcept
{
    detail::thread_loop() = loop;
}

inline std::unique_ptr<event_loop> new_event_loop()
{
    return std::make_unique<event_loop>();
}

template<class T>
event_loop& future<T>::get_loop() const
{
    return detail::loop_access::handle(this->state().loop());
}

template<class Derived, class State>
event_loop& detail::basic_task<Derived, State>::get_loop() const
{
    return loop_access::handle(this->state().loop());
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_EVENT_LOOP_HPP
