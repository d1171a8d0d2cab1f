// Templates of loop_state.hpp, and what is hot.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_STATE_HPP

#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/loop/step_watch.hpp>

#include <boost/asio/recycling_allocator.hpp>

#include <new>
#include <optional>
#include <type_traits>

namespace boost::asyncio::detail {

// A handler that could not run at once.
template<class F>
class loop_state::function_item final : public item
{
public:
    static function_item* make(runner_base& identity, F&& f)
    {
        allocator a;
        auto* const p = a.allocate(1);
        try
        {
            return ::new (p) function_item(identity, std::move(f));
        }
        catch (...)
        {
            a.deallocate(p, 1);
            throw;
        }
    }

    void run() override
    {
        auto& identity = identity_;
        auto& loop = identity.loop;
        if (inside_)
            --identity.queued;
        // The way of what has ended to the task that waits for it, which it is
        // part of. Others have a way of their own.
        bool const on_its_way = from_queue_ && &identity != &loop.root;
        raw_requests::origin const o(
            loop.raw, from_queue_, on_its_way ? era_ : loop.raw.era());
        F f(std::move(f_));
        destroy();
        loop.run_as(identity, f);
    }

    void abandon() noexcept override
    {
        [[maybe_unused]] F f(std::move(f_));
        destroy();
    }

    runner_base* handler_of() const noexcept override
    {
        return &identity_;
    }

    step_info step() const noexcept override
    {
        return {.task = identity_.task};
    }

private:
    using allocator = asio::recycling_allocator<function_item>;

    function_item(runner_base& identity, F&& f)
        : identity_(identity)
        , f_(std::move(f))
        , inside_(identity.loop.inside())
        , from_queue_(inside_ && identity.loop.raw.from_queue())
        , era_(from_queue_ ? identity.loop.raw.era() : 0)
    {
        if (inside_)
            ++identity.queued;
    }

    void destroy() noexcept
    {
        this->~function_item();
        allocator().deallocate(this, 1);
    }

    runner_base& identity_;
    F f_;
    bool inside_;
    bool from_queue_;
    detail::era era_;
};

// Gives the loop to a new drain when a turn ends early or by an exception.
class loop_state::turn
{
public:
    explicit turn(loop_state& l) noexcept
        : loop_(&l)
    {
    }

    turn(turn const&) = delete;
    turn& operator=(turn const&) = delete;

    ~turn()
    {
        if (loop_)
        {
            loop_->queue_.put_back();
            loop_->post_drain(true);
        }
    }

    void left() noexcept
    {
        loop_ = nullptr;
    }

private:
    loop_state* loop_;
};

template<class F>
void loop_state::keep_for_itself(F spawn)
{
    references_.add_own(spawn);
}

inline void loop_state::submit(item& i) noexcept
{
    if (inside())
        push(i);
    else
        send(i);
}

inline void loop_state::wake(item_list& waiters) noexcept
{
    if (inside() || (down() && !ended_))
        queue_.push_all(waiters);
    else
        while (!waiters.empty())
            submit(waiters.pop_front());
}

inline void loop_state::wake(item& i) noexcept
{
    if (inside() || (down() && !ended_))
        push(i);
    else
        submit(i);
}

template<class F>
void loop_state::visit(F&& f)
{
    {
        inside_scope const scope(*this);
        f();
    }
    submit_nothing();
}

inline void loop_state::work_started()
{
    if (++work_ == 1 && !holds_work_ && !down())
    {
        hold_work(true);
        holds_work_ = true;
    }
}

BOOST_FORCEINLINE void loop_state::stepped(runner_base& r)
{
    if (r.requests)
    {
        if (BOOST_UNLIKELY(r.requests->pending()) && !r.waiting)
            deliver(r);
    }
    else if (BOOST_UNLIKELY(escaping_ != nullptr))
        let_escape();
}

template<class F>
void loop_state::run_as(runner_base& identity, F& f)
{
    {
        runner_scope scope(&identity);
        std::move(f)();
    }
    stepped(identity);
}

template<class F>
void loop_state::enter(runner_base& identity, F&& f, bool allow_inline)
{
    using function = std::decay_t<F>;
    if (down())
    {
        come_late(*function_item<function>::make(
            identity, function(std::forward<F>(f))));
        return;
    }
    bool const in_executor = !inside() && on_executor_thread();
    if (allow_inline)
    {
        if (inside())
        {
            if (current.runner == &identity)
            {
                identity.emitted.heard();
                function local(std::forward<F>(f));
                std::move(local)();
                return;
            }
        }
        else if (
            !current.loop && in_executor && !current.guest &&
            queue_.try_own())
        {
            inside_scope const scope(*this);
            turn t(*this);
            {
                std::optional<step_watch> watch;
                if (debug)
                    watch.emplace(*this, step_info{.task = identity.task});
                function local(std::forward<F>(f));
                raw.outside();
                run_as(identity, local);
            }
            go_on(t);
            return;
        }
    }
    item& i = *function_item<function>::make(
        identity, function(std::forward<F>(f)));
    if (in_executor)
    {
        // The executor runs this: it is not about to go.
        if (queue_.send(i))
            post_drain();
    }
    else
        submit(i);
}

template<class F>
void loop_state::send_function(F f)
{
    send(*static_cast<item*>(function_item<F>::make(root, std::move(f))));
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_STATE_HPP
