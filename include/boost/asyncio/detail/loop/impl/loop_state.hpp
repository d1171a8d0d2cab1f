// Templates of loop_state.hpp, and what is hot.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_STATE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/loop/step_watch.hpp>

#include <boost/asio/recycling_allocator.hpp>

#include <new>
#include <optional>
#include <type_traits>

namespace boost::asyncio::detail {

inline void intrusive_ptr_add_ref(loop_state* l) noexcept
{
    l->add_ref();
}

inline void intrusive_ptr_release(loop_state* l) noexcept
{
    l->release();
}

using loop_ptr = intrusive_ptr<loop_state>;

// A handler that could not run at once.
class loop_state::handler_item : public item
{
public:
    BOOST_ASYNCIO_DECL void run() final;

    runner_base* handler_of() const noexcept final
    {
        return &identity_;
    }

    step_info step() const noexcept final
    {
        return {.task = identity_.task};
    }

protected:
    explicit handler_item(runner_base& identity) noexcept
        : identity_(identity)
        , inside_(identity.loop.inside())
        , from_queue_(inside_ && identity.loop.raw.from_queue())
        , era_(from_queue_ ? identity.loop.raw.era() : 0)
    {
        if (inside_)
            ++identity.queued;
    }

    ~handler_item() = default;

    // Calls the handler. This object has gone by then.
    virtual void call() = 0;

private:
    runner_base& identity_;
    bool inside_;
    bool from_queue_;
    detail::era era_;
};

template<class F>
class loop_state::function_item final : public handler_item
{
public:
    static function_item& make(runner_base& identity, F&& f)
    {
        allocator a;
        auto* const p = a.allocate(1);
        try
        {
            return *::new (p) function_item(identity, std::move(f));
        }
        catch (...)
        {
            a.deallocate(p, 1);
            throw;
        }
    }

    void abandon() noexcept override
    {
        [[maybe_unused]] F f(std::move(f_));
        destroy();
    }

private:
    using allocator = asio::recycling_allocator<function_item>;

    function_item(runner_base& identity, F&& f)
        : handler_item(identity), f_(std::move(f))
    {
    }

    void call() override
    {
        F f(std::move(f_));
        destroy();
        std::move(f)();
    }

    void destroy() noexcept
    {
        this->~function_item();
        allocator().deallocate(this, 1);
    }

    F f_;
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

BOOST_ASYNCIO_FORCEINLINE void loop_state::stepped(runner_base& r)
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
void loop_state::enter(runner_base& identity, F&& f, bool allow_inline)
{
    using function = std::decay_t<F>;
    auto const call = [](void* p)
    {
        function local(
            std::forward<F>(*static_cast<std::remove_reference_t<F>*>(p)));
        std::move(local)();
    };
    auto* const p =
        const_cast<std::remove_cvref_t<F>*>(std::addressof(f));
    if (allow_inline && current.runner == &identity && inside() && !down())
    {
        identity.emitted.heard();
        call(p);
        return;
    }
    auto const way = enter_from_outside(identity, call, p, allow_inline);
    if (way != way_in::taken)
        put(function_item<function>::make(
                identity, function(std::forward<F>(f))),
            way);
}

template<class F>
void loop_state::send_function(F f)
{
    send(function_item<F>::make(root, std::move(f)));
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_STATE_HPP
