// The values of context variables: inherited by copying, changed in place.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_CONTEXT_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_CONTEXT_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/runner_base.hpp>
#include <boost/asyncio/detail/loop/thread_state.hpp>

#include <boost/config.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <atomic>
#include <cstdint>
#include <utility>
#include <vector>

namespace boost::asyncio::detail {

// A value of one variable; shared by all contexts that inherited it.
class context_value : public intrusive_ref_counter<context_value>
{
public:
    virtual ~context_value() = default;
};

using context_value_ptr = intrusive_ptr<context_value>;

// The values, by the numbers of their variables. Never changed while more than
// one context refers to it.
class context_map : public intrusive_ref_counter<context_map>
{
public:
    using ptr = intrusive_ptr<context_map>;

    context_map() = default;
    context_map(context_map const&) = default;

    // Not inline: most tasks have no context variables.
    BOOST_NOINLINE BOOST_ASYNCIO_DECL ~context_map();

    BOOST_ASYNCIO_DECL static context_value_ptr
    find(ptr const& m, std::uint64_t variable);

    // A null `value` erases.
    BOOST_ASYNCIO_DECL static void
    set(ptr& m, std::uint64_t variable, context_value_ptr value);

    std::size_t size() const noexcept
    {
        return entries_.size();
    }

private:
    using entry = std::pair<std::uint64_t, context_value_ptr>;

    BOOST_ASYNCIO_DECL std::vector<entry>::iterator
    position(std::uint64_t variable);

    std::vector<entry> entries_;
};

// A context that several may refer to: handles, tasks, tokens.
struct context_box : intrusive_ref_counter<context_box>
{
    BOOST_NOINLINE ~context_box()
    {
    }

    context_map::ptr values;
    std::atomic<bool> entered = false; // by context::run()
};

using context_box_ptr = intrusive_ptr<context_box>;

// The context of a task, callback or thread. What is only inherited costs no
// allocation.
class context_slot
{
public:
    context_slot() = default;
    context_slot(context_slot const&) = delete;
    context_slot& operator=(context_slot const&) = delete;

    // Becomes a copy of `other`.
    void inherit(context_slot const& other) noexcept
    {
        inherited_ = other.values();
    }

    // Becomes another name of `box`.
    void share(context_box_ptr box) noexcept
    {
        box_ = std::move(box);
    }

    context_map::ptr const& values() const noexcept
    {
        return box_ ? box_->values : inherited_;
    }

    context_box_ptr const& box()
    {
        if (!box_)
        {
            box_ = new context_box;
            box_->values = std::move(inherited_);
        }
        return box_;
    }

    // The box, or null while nobody has asked for one.
    context_box* known_box() const noexcept
    {
        return box_.get();
    }

private:
    context_map::ptr inherited_;
    context_box_ptr box_;
};

// The context of a thread where nothing else has one.
inline context_slot& thread_context() noexcept
{
    static thread_local context_slot slot;
    return slot;
}

// The context of what this thread runs now.
BOOST_ASYNCIO_FORCEINLINE context_slot& current_context() noexcept
{
    if (current.context)
        return *current.context;
    if (current.runner && current.runner->context)
        return *current.runner->context;
    return thread_context();
}

// Makes `s` the current context for a scope that is no step of a task.
class context_scope
{
public:
    explicit context_scope(context_slot& s) noexcept
        : previous_(std::exchange(current.context, &s))
    {
    }

    context_scope(context_scope const&) = delete;
    context_scope& operator=(context_scope const&) = delete;

    ~context_scope()
    {
        current.context = previous_;
    }

private:
    context_slot* previous_;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/loop/impl/context.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_LOOP_CONTEXT_HPP
