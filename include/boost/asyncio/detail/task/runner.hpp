// What tasks run in: made once, then used again.
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
#include <boost/asyncio/detail/loop/coroutine_head.hpp>
#include <boost/asyncio/detail/loop/suspended_coroutine.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>
#include <boost/asyncio/detail/task/with_result.hpp>
#include <boost/asyncio/executor.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/config.hpp>

#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <source_location>
#include <string_view>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

// Runs tasks whose bodies are awaitables of E, one after the other: it is what
// the body of each stands on.
template<class E>
class runner final : public runner_base
{
    static_assert(is_lane<E>);

public:
    explicit runner(loop_state& l)
        : runner_base(l), head_(*this)
    {
        loop.keep_for_itself(
            [this]
            {
                filter const f(*this);
                bottom_.emplace(
                    head_,
                    E(executor_access::make(*this)),
                    signal.slot(),
                    asio::cancellation_state(signal.slot(), f),
                    parked_);
                coroutine = bottom_->identity();
            });
    }

    // One with nothing to do.
    static runner& get(loop_state& l)
    {
        runner_base*& idle = l.idle_runners[lane];
        if (idle)
            return static_cast<runner&>(
                *std::exchange(idle, idle->next_idle));
        auto r = std::make_unique<runner>(l);
        auto& result = *r;
        l.adopt(std::move(r));
        return result;
    }

    // Runs the first step of `t`.
    void start(task_base& t)
    {
        t.bind(*this);
        {
            runner_scope scope(this);
            bottom_->run(
                parked_,
                [this, &t]
                {
                    if (t.start_body())
                        return true;
                    park();
                    return false;
                });
        }
        loop.stepped(*this);
    }

    void prepare() override
    {
        bottom_->do_not_throw_if_cancelled();
        if (filters != filters_of_state || emitted_to)
        {
            bottom_->reset_cancellation_state(filter(*this));
            emitted_to = false;
        }
    }

    // For a task that opens its body: that is what is run.
    template<class T>
    void push(asio::awaitable<T, E>& body) noexcept
    {
        bottom_->push(body);
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
    static constexpr std::size_t lane = std::is_same_v<E, executor> ? 1 : 0;

    struct head final : coroutine_head
    {
        explicit head(runner& r) noexcept
            : coroutine_head{body_ended, destroyed}, self(&r)
        {
        }

        static void body_ended(coroutine_head* h)
        {
            auto& r = *static_cast<head*>(h)->self;
            r.task->end_body();
            r.park();
        }

        static void destroyed(coroutine_head* h)
        {
            static_cast<head*>(h)->self->destroy();
        }

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

    void park() noexcept
    {
        bottom_->park(parked_);
        auto*& idle = loop.idle_runners[lane];
        next_idle = std::exchange(idle, this);
    }

    // The coroutines are destroyed under their task, or between two tasks.
    void destroy() noexcept
    {
        if (task)
            task->lose_body();
        coroutine = nullptr;
        bottom_.reset();
    }

    head head_;
    continuation parked_;
    std::optional<bottom_frame<E>> bottom_;
};

#ifndef BOOST_ASYNCIO_HEADER_ONLY
extern template class runner<asio::any_io_executor>;
extern template class runner<executor>;
#endif

// A task whose body is an awaitable<T, E>. The handle knows only T.
template<class T, class E>
class runnable_task : public with_result<task_base, T>
{
public:
    // The body; called once, inside the task.
    virtual asio::awaitable<T, E> open() = 0;

protected:
    BOOST_ASYNCIO_FORCEINLINE runnable_task(
        loop_state& l, std::string_view name, std::source_location location)
        : with_result<task_base, T>(l, name, location)
    {
    }

    ~runnable_task() = default;

    void destroy_body() noexcept
    {
        [[maybe_unused]] asio::awaitable<T, E> dying(std::move(body_));
    }

private:
    void begin() final
    {
        runner<E>::get(this->loop()).start(*this);
    }

    void open_body() final
    {
        body_ = open();
        static_cast<runner<E>&>(*this->runner()).push(body_);
    }

    void take_result() final
    {
        if constexpr (std::is_void_v<T>)
            body_.await_resume();
        else
            this->emplace(body_.await_resume());
    }

    asio::awaitable<T, E> body_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_RUNNER_HPP
