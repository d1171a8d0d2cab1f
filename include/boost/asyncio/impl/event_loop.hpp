// Bodies of event_loop.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_EVENT_LOOP_HPP
#define BOOST_ASYNCIO_IMPL_EVENT_LOOP_HPP

#include <boost/asyncio/detail/loop/asio_compat.hpp>
#include <boost/asyncio/detail/loop/stop_notice.hpp>
#include <boost/asyncio/detail/task/loop_service.hpp>
#include <boost/asyncio/event_loop.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

namespace boost::asyncio {

namespace detail {

struct loop_access
{
    static loop_state& state(event_loop const& l) noexcept
    {
        return *l.state_;
    }

    // Runs a loop that this thread has claimed, until it is stopped.
    static void run(event_loop& l)
    {
        l.run_claimed();
    }

    // False for one whose threads have been stopped for good.
    static bool can_run(event_loop const& l)
    {
        return l.own_context_ || l.state_->runnable_context() ||
               !scheduler_has_stopped(l.state_->context);
    }

    // Whether no other thread can run it: its context is its own.
    static bool alone(event_loop const& l) noexcept
    {
        return l.own_context_ != nullptr;
    }

    // Destroys an own context, with what is suspended there. The loop itself
    // can still be asked.
    static void drop_context(event_loop& l) noexcept
    {
        l.own_context_.reset();
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

// A thread's hold on a loop that it is about to run, once or several times.
// Who is refused has changed nothing.
class running_scope
{
public:
    explicit running_scope(loop_state& l)
        : loop_(l)
    {
        if (l.closed)
            throw std::runtime_error("Event loop is closed");
        if (l.inside() || l.is_running)
            throw std::runtime_error("This event loop is already running");
        if (running_loop())
            throw std::runtime_error(
                "Cannot run the event loop while another loop is running");
        if (l.on_executor_thread())
            throw std::runtime_error(
                "Cannot run the event loop from a thread of its own executor");
        // Another thread may have come first.
        if (l.is_running.exchange(true))
            throw std::runtime_error("This event loop is already running");
        current.running = &l;
        l.count_work(true);
    }

    running_scope(running_scope const&) = delete;
    running_scope& operator=(running_scope const&) = delete;

    ~running_scope()
    {
        loop_.count_work(false);
        loop_.clear_stop();
        current.running = nullptr;
        loop_.is_running = false;
    }

private:
    loop_state& loop_;
};

// Calls `f` inside the loop when a task or future is done, unless this object
// has gone before.
template<class F>
class when_done
{
public:
    // `alone`: no other thread runs the loop.
    template<class Handle>
    when_done(Handle const& h, loop_state& l, bool alone, F f)
        : shared_(std::make_shared<shared>(std::move(f)))
    {
        auto const call = [s = shared_]
        {
            std::lock_guard lock(s->mutex);
            if (s->f)
                (*s->f)();
        };
        if (alone)
            h.add_done_callback(call);
        else
            l.send_function([h, call] { h.add_done_callback(call); });
    }

    when_done(when_done const&) = delete;
    when_done& operator=(when_done const&) = delete;

    ~when_done()
    {
        std::lock_guard lock(shared_->mutex);
        shared_->f.reset();
    }

private:
    struct shared
    {
        explicit shared(F&& function)
            : f(std::move(function))
        {
        }

        std::mutex mutex;
        std::optional<F> f;
    };

    std::shared_ptr<shared> shared_;
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

    // The signal stays caught all the time, and one that is on its way is for
    // the new function.
    void replace(std::function<void()> f) noexcept
    {
        function_.swap(f);
    }

private:
    std::function<void()> function_;
    loop_state& loop_;
    asio::basic_signal_set<executor> set_;
};

} // namespace detail

inline event_loop::event_loop()
    : own_context_(std::make_unique<asio::io_context>(1)), owner_(true)
{
    state_ = detail::loop_of(*own_context_);
    state_->handle = this;
}

inline event_loop::~event_loop()
{
    if (detail::thread_loop() == this)
        detail::thread_loop() = nullptr;
    if (owner_ && state_->handle == this)
        state_->handle = nullptr;
}

inline void event_loop::require_open() const
{
    if (state_->closed)
        throw std::runtime_error("Event loop is closed");
}

template<child C>
auto event_loop::run_until_complete(C&& c, std::source_location where)
{
    // Before anything is made of the child.
    detail::running_scope const running(*state_);
    if constexpr (detail::handle_child<std::decay_t<C>>)
    {
        if (!c)
            throw std::invalid_argument("an empty task or future is awaited");
        if (&detail::handle_access::state(c)->loop() != state_.get())
            throw std::invalid_argument(
                "The future belongs to a different loop than the one "
                "specified as the loop argument");
        return run_until_done(std::forward<C>(c));
    }
    else
    {
        auto t = create_task(std::forward<C>(c), where);
        try
        {
            return run_until_done(std::move(t));
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

template<class Handle>
auto event_loop::run_until_done(Handle&& h)
{
    {
        detail::when_done const stop(
            h,
            *state_,
            own_context_ != nullptr,
            [&l = *state_] { l.stop(); });
        run_claimed();
    }
    if (!h.done())
        throw std::runtime_error(
            "Event loop stopped before Future completed.");
    if constexpr (requires { h.result(); })
        return std::forward<Handle>(h).result();
    else
    {
        if (auto const e = h.exception())
            std::rethrow_exception(e);
        return;
    }
}

inline void event_loop::run_forever()
{
    detail::running_scope const running(*state_);
    run_claimed();
}

inline void event_loop::run_claimed()
{
    struct ending
    {
        ~ending()
        {
            l.on_stop(nullptr);
            l.stop_context = false;
            l.clear_stop();
        }

        detail::loop_state& l;
    } const at_end{*state_};
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
    detail::stop_notice const notice(context);
    state_->on_stop(notice.notifier());
    if (state_->stopping())
        state_->submit_nothing();
    if (!context)
    {
        notice.wait(
            [&c = state_->context]
            { return detail::scheduler_has_stopped(c); });
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
    if (auto const i = state_->signals.find(signal);
        i != state_->signals.end())
    {
        static_cast<detail::signal_watch*>(i->second.get())
            ->replace(std::move(f));
        return;
    }
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
