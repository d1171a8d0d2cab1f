// A loop: a strand with a ready queue, a timer heap and a registry.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_LOOP_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_LOOP_STATE_HPP

#include <boost/asyncio/detail/loop/block_pool.hpp>
#include <boost/asyncio/detail/loop/item.hpp>
#include <boost/asyncio/detail/loop/raw_requests.hpp>
#include <boost/asyncio/detail/loop/report.hpp>
#include <boost/asyncio/detail/loop/runner_base.hpp>
#include <boost/asyncio/detail/loop/step_watch.hpp>
#include <boost/asyncio/detail/loop/thread_jobs.hpp>
#include <boost/asyncio/detail/loop/thread_state.hpp>
#include <boost/asyncio/detail/loop/timers.hpp>
#include <boost/asyncio/detail/loop/turn_queue.hpp>
#include <boost/asyncio/fwd.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/recycling_allocator.hpp>
#include <boost/config.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace boost::asio {

class io_context;

} // namespace boost::asio

namespace boost::asyncio::detail {

struct executor_facts;
class state_base;
class task_base;
class user_callback;
class waiter;

struct callback_tag
{
};

struct registry_tag
{
};

// Whether the environment asks for debug mode.
inline bool debug_by_default() noexcept
{
    auto const* const value = std::getenv("BOOST_ASYNCIO_DEBUG");
    return value && *value;
}

struct parked_tag
{
};

// The part of a loop that knows no executor type; see loop_impl.hpp.
//
// Who owns the loop runs its items; inside the loop nothing locks.
class loop_state
{
public:
    // `may_recycle`: other executors may come, each for a time.
    loop_state(asio::execution_context& c, bool may_recycle)
        : context(c), recyclable(may_recycle), root(*this)
    {
    }

    loop_state(loop_state const&) = delete;
    loop_state& operator=(loop_state const&) = delete;

    // ---- life ------------------------------------------------------------

    // A loop is kept alive by its service and by every state and handle.
    void add_ref() noexcept
    {
        refs_.fetch_add(1, std::memory_order_relaxed);
    }

    void release() noexcept
    {
        if (refs_.fetch_sub(1, std::memory_order_acq_rel) == 1)
            delete this;
    }

    // The same for states, and for the executors of a recyclable loop: inside
    // the loop a plain counter serves. The atomic one has a bias until
    // shutdown() adds both up.
    void add_state() noexcept
    {
        if (inside())
            ++local_refs_;
        else
            add_ref();
    }

    void release_state() noexcept
    {
        if (inside())
            --local_refs_;
        else
            release();
    }

    // Inside: calls `spawn`, which makes the coroutine of a runner. It goes
    // from task to task, so the executors in it say nothing about the use of
    // the loop. No code of the user runs meanwhile.
    template<class F>
    void keep_for_itself(F spawn)
    {
        auto const before = local_refs_;
        spawn();
        own_refs_ += local_refs_ - before;
    }

    // The context goes away: destroys everything suspended, in an order in
    // which nothing dangles; see loop_shutdown.hpp.
    void shutdown() noexcept;

    // The rest of it.
    void finish_shutdown() noexcept;

    // The context has gone: gives up the service's reference.
    void end() noexcept;

    bool down() const noexcept
    {
        return down_.load(std::memory_order_relaxed);
    }

    // What is suspended is being destroyed, in any order.
    bool going_down() const noexcept
    {
        return down() && !ended_;
    }

    // ---- the queue -------------------------------------------------------

    bool inside() const noexcept
    {
        return current.loop == this;
    }

    // Inside: runs `i` in the next generation.
    void push(item& i) noexcept
    {
        queue_.push(i);
    }

    // Inside, in a step: runs `i` in the next generation, before all others.
    void push_first(item& i) noexcept
    {
        queue_.push_first(i);
    }

    // The same from outside, before the next step; one item at a time.
    void send_first(item& i)
    {
        queue_.send_first(i);
        submit_nothing();
    }

    // Inside: runs `i` when the executor has nothing queued for the loop: then
    // no operation is about to complete whose object has been destroyed. Until
    // then `i` may be unlinked.
    void push_behind(item& i) noexcept
    {
        queue_.push_behind(i);
    }

    // Wakes all of `waiters`, in order.
    void wake(item_list& waiters) noexcept
    {
        if (inside() || (down() && !ended_))
            queue_.push_all(waiters);
        else
            while (!waiters.empty())
                submit(waiters.pop_front());
    }

    // The same for one.
    void wake(item& i) noexcept
    {
        if (inside() || (down() && !ended_))
            push(i);
        else
            submit(i);
    }

    // From anywhere, any thread: runs `i` inside, or abandons it if the loop
    // has gone.
    void submit(item& i) noexcept;

    // The same, in the order of these calls even when some come from inside.
    void send(item& i) noexcept;

    template<class F>
    void send_function(F f);

    // Runs `f` inside the loop, as `identity`: at once if this thread is
    // allowed to and nobody else is inside.
    template<class F>
    void enter(runner_base& identity, F&& f, bool allow_inline);

    // For handlers that the inner executor runs: the posted drain.
    void drain();

    // ---- work ------------------------------------------------------------

    // Inside: something keeps the context running.
    void work_started()
    {
        if (++work_ == 1 && !holds_work_ && !down())
        {
            hold_work(true);
            holds_work_ = true;
        }
    }

    // Inside. The context is let go when the loop is left.
    void work_finished() noexcept
    {
        --work_;
    }

    // From any thread: the same for executors that count work.
    void count_work(bool start) noexcept;

    // ---- time ------------------------------------------------------------

    clock::time_point now() const noexcept
    {
        return timers_.now();
    }

    void arm(timer_node& n, clock::time_point when)
    {
        if (timers_.arm(n, when))
            wait_timer(timers_.set());
    }

    void disarm(timer_node& n) noexcept
    {
        timers_.disarm(n);
    }

    bool has_timers() const noexcept
    {
        return !timers_.empty();
    }

    clock::time_point next_deadline() const noexcept
    {
        return timers_.first();
    }

    void use_virtual_time() noexcept
    {
        timers_.use_virtual_clock();
    }

    // Moves the virtual clock and runs what has become due.
    void advance_to(clock::time_point t);

    // ---- cancellation of raw operations ------------------------------------

    // Passes the remembered request of the task of `r` on to the operation of
    // Asio for which it waits, if it does and if that listens. It goes there
    // behind what is queued: an operation whose object has been destroyed must
    // have completed before.
    void deliver(runner_base& r);
    void deliver_now(runner_base& r);

    raw_requests raw;

    // To be called when a step has ended.
    BOOST_FORCEINLINE void stepped(runner_base& r)
    {
        if (r.requests)
        {
            if (BOOST_UNLIKELY(r.requests->pending()) && !r.waiting)
                deliver(r);
        }
        else if (BOOST_UNLIKELY(escaping_ != nullptr))
            let_escape();
    }

    // Inside: `e` leaves the loop when the task whose step runs has ended.
    void escape(std::exception_ptr e) noexcept
    {
        escaping_ = std::move(e);
    }

    bool escapes() const noexcept
    {
        return escaping_ != nullptr;
    }

    // ---- reports ---------------------------------------------------------

    void report_error(report const& r) noexcept;

    std::function<void(report const&)> exception_handler;

    // For a loop that no other thread runs now: calls `f` as if inside.
    template<class F>
    void visit(F&& f)
    {
        {
            entered scope(*this);
            f();
        }
        submit_nothing();
    }

    // Makes the loop take a turn.
    void submit_nothing()
    {
        enter(root, [] {}, false);
    }

    // ---- running and stopping ----------------------------------------------

    void stop() noexcept
    {
        stopping_.store(true, std::memory_order_relaxed);
    }

    bool stopping() const noexcept
    {
        return stopping_.load(std::memory_order_relaxed);
    }

    // Sets what is called when a turn has ended by stop(), for a
    // run_forever() that does not own the context's run().
    void on_stop(std::function<void()> f)
    {
        std::lock_guard lock(foreign_mutex_);
        on_stop_ = std::move(f);
    }

    void clear_stop() noexcept
    {
        stopping_.store(false, std::memory_order_relaxed);
    }

    // The io_context that run_forever() runs, or null.
    virtual asio::io_context* runnable_context() noexcept = 0;

    virtual bool on_executor_thread() const noexcept = 0;

    // Whether steps of the loop may only run one at a time because the
    // executor sees to it, or one thread is promised.
    virtual bool executor_is_serial() const noexcept = 0;

    // The executor of this loop; null when that has gone.
    virtual asio::any_io_executor const* executor() const noexcept = 0;

    // Makes an abandoned loop that of another executor of its context: one that
    // nobody holds and that has nothing left to do.
    virtual bool rebind(executor_facts const& facts) = 0;

    // ---- registry --------------------------------------------------------

    asio::execution_context& context;
    bool const recyclable;
    runner_base root; // the identity of the loop itself
    block_pool blocks;
    linked_list<task_base, registry_tag> tasks; // those not done
    linked_list<waiter, parked_tag> parked;     // those of other coroutines
    linked_list<user_callback, callback_tag> callbacks; // of what is pending
    std::mutex callbacks_mutex; // futures may end in any thread
    thread_jobs threads;

    // The runners that have nothing to do, by the type of their results.
    BOOST_FORCEINLINE runner_base*& idle_runners(std::size_t type)
    {
        if (BOOST_UNLIKELY(type >= idle_.size()))
            idle_.resize(type + 1);
        return idle_[type];
    }

    void adopt(std::unique_ptr<runner_base> r)
    {
        runners_.push_back(std::move(r));
    }

    // ---- set by the handle -------------------------------------------------

    event_loop* handle = nullptr; // what get_running_loop() returns
    void (*delete_handle)(event_loop*) = nullptr;
    std::map<int, std::shared_ptr<void>> signals; // by number
    std::atomic<bool> closed = false;
    std::atomic<bool> is_running = false;
    std::atomic<bool> debug = debug_by_default();
    static constexpr clock::duration slow_by_default =
        std::chrono::milliseconds(100);
    clock::duration slow_callback_duration = slow_by_default;
    // run_forever() owns the context's run().
    std::atomic<bool> stop_context = false;

protected:
    virtual ~loop_state()
    {
        if (delete_handle)
            delete_handle(handle);
    }

    // Takes the loop if nobody uses it or can reach it, and gives it back.
    bool try_recycle() noexcept;

    // Runs drain() on the inner executor. `again`: it is called by a drain.
    virtual void post_drain(bool again = false) = 0;
    virtual void post_mark(runner_base& r, unsigned number) = 0;
    virtual void hold_work(bool hold) = 0;
    virtual void hold_outer_work(bool hold) = 0;
    virtual void wait_timer(clock::time_point when) = 0;
    virtual void cancel_timer() noexcept = 0;
    virtual void stop_run() = 0;
    virtual void drop_executor() noexcept = 0;

    // Has the context call finish_shutdown() when it empties its queue.
    virtual void post_last() noexcept = 0;

    void call_on_stop()
    {
        std::lock_guard lock(foreign_mutex_);
        if (on_stop_)
            on_stop_();
    }

    void mark_returned(runner_base& r, unsigned number)
    {
        enter(root, [&r, number] { r.emitted.returned(number); }, true);
    }

    void timer_expired();

private:
    friend class loop_service;

    class entered
    {
    public:
        explicit entered(loop_state& l) noexcept
            : previous_(current)
        {
            current.loop = &l;
            current.runner = nullptr;
            current.context = nullptr;
        }

        entered(entered const&) = delete;
        entered& operator=(entered const&) = delete;

        ~entered()
        {
            current.loop = previous_.loop;
            current.runner = previous_.runner;
            current.context = previous_.context;
        }

    private:
        thread_state previous_;
    };

    // Gives the loop to a new drain when a turn ends early or by an exception.
    class turn
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

    class timer_item final : public item
    {
    public:
        explicit timer_item(loop_state& l) noexcept
            : loop_(l)
        {
        }

        void run() override
        {
            queued.store(false, std::memory_order_relaxed);
            loop_.timers_.expired();
            loop_.fire_timers();
        }

        void abandon() noexcept override
        {
        }

        std::atomic<bool> queued = false;

    private:
        loop_state& loop_;
    };

    template<class F>
    class function_item;

    [[noreturn]] BOOST_NOINLINE void let_escape()
    {
        std::rethrow_exception(std::exchange(escaping_, nullptr));
    }

    bool has_settings() const noexcept;
    bool leave() noexcept;
    void collect_handlers() noexcept;
    void drop_callbacks() noexcept;
    bool all_at_hand() const noexcept;
    void run_turn(bool posted = false);
    template<bool Watched>
    void run_turn_as(bool posted);
    bool goes_back() noexcept;
    void go_on(turn& t); // after what ran ahead of the queue
    void fire_timers();

    template<class F>
    void run_as(runner_base& identity, F& f);

    turn_queue queue_;

    std::size_t work_ = 0;
    bool holds_work_ = false;

    timers timers_;
    timer_item timer_item_{*this};

    std::exception_ptr escaping_;
    std::atomic<bool> stopping_ = false;
    std::atomic<bool> down_ = false;
    bool finished_ = false; // the shutdown
    bool ended_ = false;    // nobody looks into the queue any more
    std::mutex foreign_mutex_; // between foreign threads and shutdown()
    std::size_t outer_work_ = 0;
    std::function<void()> on_stop_;

    std::vector<runner_base*> idle_;
    std::vector<std::unique_ptr<runner_base>> runners_;

    static constexpr std::int64_t bias = std::int64_t(1) << 40;
    std::atomic<std::int64_t> refs_ = bias;
    std::int64_t local_refs_ = 0;
    std::int64_t own_refs_ = 0; // those of the coroutines of runners
    bool destroying_ = false;
    item_list to_destroy_;
};

inline void intrusive_ptr_add_ref(loop_state* l) noexcept
{
    l->add_ref();
}

inline void intrusive_ptr_release(loop_state* l) noexcept
{
    l->release();
}

using loop_ptr = intrusive_ptr<loop_state>;

} // namespace boost::asyncio::detail

#include <boost/asyncio/detail/loop/impl/loop_state.hpp>

#endif // BOOST_ASYNCIO_DETAIL_LOOP_LOOP_STATE_HPP
