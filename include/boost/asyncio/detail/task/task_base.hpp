// The part of a task that does not depend on its result.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_TASK_BASE_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_TASK_BASE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/cancel_requests.hpp>
#include <boost/asyncio/detail/loop/context.hpp>
#include <boost/asyncio/detail/loop/runner_base.hpp>
#include <boost/asyncio/detail/task/request_walk.hpp>
#include <boost/asyncio/detail/task/state.hpp>

#include <boost/config.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

namespace boost::asyncio::detail {

class waiter;

// As an item it is the task's start.
class task_base
    : public state_base
    , public item
    , public list_links<registry_tag>
{
public:
    BOOST_ASYNCIO_DECL bool cancel(std::string const& message) final;
    BOOST_ASYNCIO_DECL bool pass_on(std::string const& message) final;

    // Takes a request back. One that is on its way to an operation of Asio
    // has ended that wait already.
    unsigned uncancel() noexcept
    {
        return requests.uncancel(
            started() && !runner_->waiting && !runs() &&
            runner_->behind.linked());
    }

    BOOST_ASYNCIO_COLD_DECL std::string name() const;
    BOOST_ASYNCIO_COLD_DECL void set_name(std::string name);

    bool is_task() const noexcept final
    {
        return true;
    }

    std::source_location location() const noexcept final
    {
        return location_;
    }

    // Counts the tasks of the loop, to tell old from new ones.
    bool registered() const noexcept
    {
        return list_links<registry_tag>::linked();
    }

    bool started() const noexcept
    {
        return runner_ != nullptr;
    }

    // For its runner. Makes the body, which is run then; false if the task has
    // ended by that.
    BOOST_ASYNCIO_DECL bool start_body();

    // The same. The body has ended, and the task does.
    BOOST_ASYNCIO_DECL void end_body();

    // The same. The body is destroyed before its end.
    BOOST_ASYNCIO_COLD_DECL void lose_body() noexcept;

    void bind(runner_base& r) noexcept
    {
        runner_ = &r;
        r.task = this;
        r.requests = &requests;
        r.context = &context;
    }

    // Null before it has started.
    runner_base* runner() const noexcept
    {
        return runner_;
    }

    // Puts the task into the ready queue of its loop.
    void schedule()
    {
        add_ref(); // a task keeps itself alive until it ends
        if (loop().inside())
        {
            enroll();
            loop().push(*this);
        }
        else
            loop().submit(*this);
    }

    // Starts it now, inside, on the stack of the caller.
    void start_eagerly()
    {
        add_ref();
        enroll();
        run();
    }

    // Whether its coroutine, or body, can be destroyed from here. Not if it is
    // in an operation of Asio.
    bool at_hand() const noexcept
    {
        return !started() || runner_->waiting || !runner_->handlers.empty();
    }

    BOOST_ASYNCIO_COLD_DECL void destroy_suspended() noexcept;

    cancel_requests requests;
    context_slot context;

    // The task that waits for it in the end, as that of a group does.
    virtual task_base* owner() const noexcept
    {
        return nullptr;
    }

    context_slot* own_context() noexcept final
    {
        return &context;
    }

    step_info step() const noexcept final
    {
        return {.task = const_cast<task_base*>(this)};
    }

protected:
    // Debug mode: it was asked to end, and ends as if it had not been.
    BOOST_ASYNCIO_COLD_DECL void report_swallowed();

    // Debug mode: the context went away under it.
    BOOST_ASYNCIO_COLD_DECL void report_destroyed() noexcept;

    // True if a request is on its way into the loop. It was made before the
    // first step, so it comes first, and then starts the task.
    bool waits_for_request() noexcept
    {
        auto expected = handed_over::on_its_way;
        return handed_over_.load(std::memory_order_relaxed) == expected &&
               handed_over_.compare_exchange_strong(
                   expected, handed_over::awaited);
    }

    // Starts it in a runner of its lane.
    virtual void begin() = 0;

    // In the first step: makes the body and puts it onto the runner.
    virtual void open_body() = 0;

    // Makes the result of the body that of the task, or throws.
    virtual void take_result() = 0;

    // Destroys the body, if there still is one, and what that may have referred
    // to.
    virtual void close() noexcept = 0;

    BOOST_ASYNCIO_FORCEINLINE task_base(
        loop_state& l, std::string_view name, std::source_location location)
        : state_base(l)
        , number_(name.empty() ? next_number() : 0)
        , location_(location)
    {
        if (!name.empty())
            set_name(std::string(name));
    }

    ~task_base() = default;

    // Inside: the task exists for its loop.
    void enroll()
    {
        if (registered())
            return;
        loop().tasks.push_back(*this);
        loop().work_started();
    }

    void unbind() noexcept
    {
        runner_->task = nullptr;
        runner_->requests = nullptr;
        runner_->context = nullptr;
        runner_->emitted.forget();
    }

    // Its coroutine has gone on: what of a request that was sent?
    void settle() noexcept
    {
        if (requests.sent())
            loop().raw.settle(*runner_);
    }

    // The last that the loop does with it.
    void withdraw() noexcept
    {
        if (!registered())
            return;
        list_links<registry_tag>::unlink();
        loop().work_finished();
    }

private:
    friend class handed_over_cancel;
    friend class request_walk;

    BOOST_ASYNCIO_DECL void run() final;
    BOOST_ASYNCIO_COLD_DECL void abandon() noexcept final;
    template<class F>
    detail::status attempt(F f, std::exception_ptr& e);
    BOOST_ASYNCIO_DECL void finish(detail::status s, std::exception_ptr e);
    BOOST_ASYNCIO_COLD_DECL void orphan() noexcept;

    // What `times` requests do to the task itself; true if they are to be
    // passed on to what it waits for, by ask_awaited().
    BOOST_ASYNCIO_DECL bool
    take_request(std::string const& message, unsigned times);
    BOOST_ASYNCIO_DECL bool ask_awaited(std::string const& message);

    // It waits for itself, by way of others: they have to begin.
    bool is_on_path() const noexcept
    {
        return place_ != walk_place::none && place_ != walk_place::passed;
    }

    // A request from outside that has not arrived in the loop.
    enum class handed_over : unsigned char
    {
        none,
        on_its_way,
        awaited // by the first step
    };

    // Whether its own step, or another one as it, is under way.
    bool runs() const noexcept
    {
        return current.runner == runner_ || runner_->covered > 0;
    }

    static std::uint64_t next_number() noexcept
    {
        static std::atomic<std::uint64_t> counter = 0;
        return counter.fetch_add(1, std::memory_order_relaxed) + 1;
    }

    std::unique_ptr<std::string> name_; // null: made of the number
    std::uint64_t number_;
    std::source_location location_;
    runner_base* runner_ = nullptr;
    std::atomic<handed_over> handed_over_ = handed_over::none;
    walk_place place_ = walk_place::none;
    unsigned repeats_; // in the walk in which it has a place
};

// The task whose step runs in this thread, or null.
inline task_base* current_task_base() noexcept
{
    return current.runner ? current.runner->task : nullptr;
}

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/task/impl/task_base.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_TASK_TASK_BASE_HPP
