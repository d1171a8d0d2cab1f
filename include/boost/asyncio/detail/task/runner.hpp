// The coroutines that tasks run in: spawned once, then used again.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_RUNNER_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_RUNNER_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/asio_compat.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>
#include <boost/asyncio/error.hpp>
#include <boost/asyncio/executor.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

BOOST_ASYNCIO_BEGIN_COROUTINES

inline std::size_t next_runner_type() noexcept
{
    static std::atomic<std::size_t> count = 0;
    return count++;
}

template<class T, class E>
std::size_t runner_type() noexcept
{
    static std::size_t const type = next_runner_type();
    return type;
}

// A task whose body is an awaitable<T, E>. The handle knows only T.
template<class T, class E>
class runnable_task : public with_result<task_base, T>
{
public:
    // The body; called once, inside the task.
    virtual asio::awaitable<T, E> open() = 0;

    // Destroys what the body may have referred to.
    virtual void close() noexcept = 0;

protected:
    using with_result<task_base, T>::with_result;
    ~runnable_task() = default;

private:
    template<class, class>
    friend class runner;

    void run() final;

    void abandon() noexcept final
    {
        close();
        this->enroll();
        this->orphan();
        this->release();
    }

    // The task ends; called by the runner, which then forgets it.
    void finish(status s, std::exception_ptr e)
    {
        close();
        this->withdraw();
        this->settle();
        this->unbind();
        bool const revoked = this->requests.take();
        if (s == status::succeeded && this->requests.count() > 0 && !revoked)
            this->report_swallowed();
        if (s == status::succeeded && !revoked)
            this->complete(s);
        else if (s == status::failed)
        {
            this->fail(std::move(e));
            if (this->loop().escapes())
                this->mark_read(); // it leaves the loop
        }
        else
            this->become_cancelled(this->requests.message(), std::move(e));
        this->release();
    }
};

template<class T, class E>
class runner final : public runner_base
{
public:
    using task_type = runnable_task<T, E>;

    explicit runner(loop_state& l)
        : runner_base(l)
    {
    }

    // One with nothing to do.
    static runner& get(loop_state& l)
    {
        runner_base*& idle = l.idle_runners(runner_type<T, E>());
        if (idle)
            return static_cast<runner&>(
                *std::exchange(idle, idle->next_idle));
        auto r = std::make_unique<runner>(l);
        auto& result = *r;
        l.adopt(std::move(r));
        return result;
    }

    // Runs the first step of `t`.
    void start(task_type& t)
    {
        t.bind(*this);
        {
            runner_scope scope(this);
            if (!parked_)
                loop.keep_for_itself([this] { spawn(); });
            parked_.resume();
        }
        loop.stepped(*this);
    }

    bool has_cancellation_handler() const noexcept override
    {
        return coroutine &&
               suspended_coroutine<E>::slot(coroutine).has_handler();
    }

    void mark_suspension() noexcept override
    {
        suspended_coroutine<E>::mark(coroutine);
    }

    bool in_marked_suspension() const noexcept override
    {
        return coroutine && suspended_coroutine<E>::is_marked(coroutine);
    }

    void destroy_idle() noexcept override
    {
        parked_.destroy();
    }

private:
    // Learns which coroutine it is in, and waits for start() to go on.
    struct first_park : awaited_tag
    {
        explicit first_park(runner& r) noexcept
            : self(&r)
        {
        }

        template<class>
        class awaiter
        {
        public:
            explicit awaiter(first_park&& p) noexcept
                : runner_(*p.self)
            {
            }

            bool await_ready() const noexcept
            {
                return false;
            }

            bool park_now(suspended_coroutine<E> const& c) const noexcept
            {
                runner_.coroutine = c.identity();
                c.park(runner_.parked_);
                return true;
            }

            bool await_suspend(suspended_coroutine<E> const&) const noexcept
            {
                return false; // never called: park_now() has done it
            }

            void await_resume() const noexcept
            {
            }

        private:
            runner& runner_;
        };

        runner* self;
    };

    // Waits for the next task.
    struct park : awaited_tag
    {
        explicit park(runner& r) noexcept
            : self(&r)
        {
        }

        template<class>
        class awaiter
        {
        public:
            explicit awaiter(park&& p) noexcept
                : runner_(*p.self)
            {
            }

            bool await_ready() const noexcept
            {
                return false;
            }

            bool park_now(suspended_coroutine<E> const& c) const noexcept
            {
                c.park(runner_.parked_);
                auto*& idle = runner_.loop.idle_runners(runner_type<T, E>());
                runner_.next_idle = std::exchange(idle, &runner_);
                return true;
            }

            bool await_suspend(suspended_coroutine<E> const&) const noexcept
            {
                return false; // never called: park_now() has done it
            }

            void await_resume() const noexcept
            {
            }

        private:
            runner& runner_;
        };

        runner* self;
    };

    // Asio's default filter. Two live in the runner's cancellation state: when
    // their number is another, user code has replaced the state.
    class filter
    {
    public:
        explicit filter(runner& r) noexcept
            : runner_(r)
        {
            ++runner_.filters;
        }

        filter(filter const& other) noexcept
            : filter(other.runner_)
        {
        }

        filter& operator=(filter const&) = delete;

        ~filter()
        {
            --runner_.filters;
        }

        asio::cancellation_type
        operator()(asio::cancellation_type type) const noexcept
        {
            return type & asio::cancellation_type::terminal;
        }

    private:
        runner& runner_;
    };

    static constexpr int filters_of_state = 2;

    // The next task finds the cancellation state as the first one did.
    bool needs_reset() const noexcept
    {
        return this->filters != filters_of_state || this->emitted_to;
    }

    // Releases a task whose coroutine is destroyed under it.
    class guard
    {
    public:
        explicit guard(task_type& t) noexcept
            : task_(&t)
        {
        }

        guard(guard const&) = delete;
        guard& operator=(guard const&) = delete;

        ~guard()
        {
            if (!task_)
                return;
            task_->close();
            task_->unbind();
            task_->orphan();
            task_->release();
        }

        void dismiss() noexcept
        {
            task_ = nullptr;
        }

    private:
        task_type* task_;
    };

    struct entry
    {
        runner* self;

        asio::awaitable<void, E> operator()() const
        {
            return body(self);
        }
    };

    // The handler of the coroutine. It has a slot but no executor: with one,
    // co_spawn would pass a cancellation on in a step of its own, which looks
    // like the task going on.
    struct ended
    {
        using cancellation_slot_type = asio::cancellation_slot;

        asio::cancellation_slot get_cancellation_slot() const noexcept
        {
            return slot;
        }

        void operator()(std::exception_ptr const&) const noexcept
        {
        }

        asio::cancellation_slot slot;
    };

    void spawn()
    {
        asio::co_spawn(
            E(executor_access::make(*this)),
            entry{this},
            ended{signal.slot()});
    }

    static asio::awaitable<void, E> body(runner* self)
    {
        co_await first_park(*self);
        for (;;)
        {
            // User code may have changed both of these settings.
            co_await asio::this_coro::throw_if_cancelled(false);
            if (self->needs_reset())
            {
                filter const f(*self);
                co_await asio::this_coro::reset_cancellation_state(f);
                self->emitted_to = false;
            }
            task_type& t = static_cast<task_type&>(*self->task);
            auto outcome = status::succeeded;
            std::exception_ptr e;
            {
                guard g(t);
                try
                {
                    if constexpr (std::is_void_v<T>)
                        co_await t.open();
                    else
                        t.emplace(co_await t.open());
                }
                catch (cancelled_error const&)
                {
                    outcome = status::cancelled;
                    e = std::current_exception();
                }
                catch (boost::system::system_error const& error)
                {
                    // An operation of Asio that took our request.
                    if (error.code() == asio::error::operation_aborted &&
                        t.requests.count() > 0)
                        outcome = status::cancelled;
                    else
                    {
                        outcome = status::failed;
                        e = std::current_exception();
                    }
                }
                catch (keyboard_interrupt const&)
                {
                    outcome = status::failed;
                    e = std::current_exception();
                    self->loop.escape(e);
                }
                catch (...)
                {
                    outcome = status::failed;
                    e = std::current_exception();
                }
                g.dismiss();
            }
            t.finish(outcome, std::move(e));
            co_await park(*self);
        }
    }

    continuation parked_;
};

template<class T, class E>
void runnable_task<T, E>::run()
{
    this->enroll();
    if (this->waits_for_request())
        return;
    if (this->requests.take())
    {
        close();
        this->withdraw();
        this->become_cancelled(this->requests.message(), nullptr);
        this->release();
    }
    else
        runner<T, E>::get(this->loop()).start(*this);
}

BOOST_ASYNCIO_END_COROUTINES

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_RUNNER_HPP
